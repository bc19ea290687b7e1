using System.Globalization;
using System.Text;

namespace Pipeline.LocalHost.Demo;

/// <summary>What a team would upload as spreadsheets: sales, costs and targets.</summary>
internal static class DemoTables
{
    private static readonly string[] Owners = ["Greta", "Tom"];

    // Campaign, channel, source, euros a month in media; the second brings few customers for its price.
    private static readonly (string Campaign, string Channel, string Source, int Media)[] Budgets =
    [
        ("brand", "Paid Search", "google", 600),
        ("cargo-bike-leasing", "Paid Search", "google", 2_400),
        ("fleet-managers", "Paid Social", "linkedin", 1_500),
        ("newsletter", "E-mail", "brevo", 90),
        ("partners", "Affiliates", "mietrad.example", 200),
    ];

    /// <summary>Stages of the people that sales took on, one row each.</summary>
    public static string Crm(DemoWorld world, DateTimeOffset end)
    {
        var text = new StringBuilder("email;stage;date;amount;currency;opportunity;reason;owner\n");
        foreach (var person in world.People.Where(person => person is { Depth: >= 2, FilledAt: not null }))
        {
            var at = person.FilledAt!.Value.AddDays(3 + (person.Number % 9));
            Add(text, person, "SQL", at, end);
            if (person.Depth < 3)
            {
                if (person.Number % 3 == 0)
                {
                    Add(text, person, "Disqualified", at.AddDays(6), end, reason: "no fit");
                }

                continue;
            }

            at = at.AddDays(7 + (person.Number % 14));
            var amount = 1_800 + (person.Number * 37 % 90 * 400);
            Add(text, person, "Opportunity", at, end, amount);
            at = at.AddDays(14 + (person.Number % 40));
            if (person.Depth == 4)
            {
                Add(text, person, "Closed Won", at, end, amount);
            }
            else if (person.LostReason is { } reason)
            {
                Add(text, person, "Closed Lost", at, end, reason: reason);
            }
        }

        return text.ToString();
    }

    /// <summary>What campaigns and people cost, a row for each month and campaign.</summary>
    public static string Costs(DateOnly first, DateOnly last)
    {
        var text = new StringBuilder("from;to;channel;source;campaign;amount;currency;kind\n");
        foreach (var (from, to) in Months(first, last))
        {
            foreach (var (campaign, channel, source, media) in Budgets)
            {
                // The first and the last month are not whole.
                var share = (to.DayNumber - from.DayNumber + 1) / (double)DateTime.DaysInMonth(from.Year, from.Month);
                Row(text, Day(from), Day(to), channel, source, campaign, Money(media * share), "EUR", "media");
            }

            Row(text, Day(from), Day(to), "E-mail", "brevo", "newsletter", "450.00", "EUR", "labour");
            if (from.Month == 9)
            {
                Row(text, Day(from), Day(to), "Other Campaign", "eurobike", "trade-fair", "8500.00", "EUR", "media");
            }
        }

        return text.ToString();
    }

    /// <summary>What was planned for each month.</summary>
    public static string Targets(DateOnly first, DateOnly last)
    {
        var text = new StringBuilder("month;metric;planned\n");
        var number = 0;
        foreach (var (from, _) in Months(first, last))
        {
            var month = from.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            (string Metric, int Planned)[] planned =
            [
                ("visits", 1_300 + (60 * number)), ("leads", 40 + (2 * number)), ("mql", 12 + number), ("sql", 14 + number),
                ("opportunities", 8 + (number / 2)), ("customers", 3 + (number / 4)), ("amount", 40_000 + (2_500 * number)),
                ("cost", 5_600),
            ];
            foreach (var (metric, value) in planned)
            {
                Row(text, month, metric, value.ToString(CultureInfo.InvariantCulture));
            }

            number++;
        }

        return text.ToString();
    }

    private static void Add(
        StringBuilder text, DemoPerson person, string stage, DateTimeOffset at, DateTimeOffset end, int? amount = null, string reason = "")
    {
        // What has not happened yet is not known yet.
        if (at < end)
        {
            Row(
                text,
                person.Email,
                stage,
                at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                amount is { } value ? Money(value) : "",
                amount is null ? "" : "EUR",
                person.Depth >= 3 ? $"deal-{person.Number}" : "",
                reason,
                Owners[person.Number % Owners.Length]);
        }
    }

    private static IEnumerable<(DateOnly From, DateOnly To)> Months(DateOnly first, DateOnly last)
    {
        for (var from = first; from <= last; from = new DateOnly(from.Year, from.Month, 1).AddMonths(1))
        {
            var end = new DateOnly(from.Year, from.Month, 1).AddMonths(1).AddDays(-1);
            yield return (from, end < last ? end : last);
        }
    }

    private static void Row(StringBuilder text, params string[] cells) => text.AppendJoin(';', cells).Append('\n');

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Money(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
