namespace Pipeline.Imports.Dates;

/// <summary>
/// Finds the form in which a column of undeclared dates is written: the only one that reads every value. A column that ISO 8601 reads is
/// ISO; one that several forms read, or none, is not decided here.
/// </summary>
internal static class DateInference
{
    private static readonly string[] Times = ["", " H:mm", " H:mm:ss", " h:mm tt", " h:mm:ss tt", "THH:mm:ss"];

    // The order of day, month and year in each. Orders that nobody writes are left out: 03.05.2026 is the third of May.
    private static readonly (string Name, DateForms Forms)[] Families =
    [
        Family("dd/MM/yyyy", "d/M/yyyy"),
        Family("MM/dd/yyyy", "M/d/yyyy"),
        Family("dd/MM/yy", "d/M/yy"),
        Family("MM/dd/yy", "M/d/yy"),
        Family("dd.MM.yyyy", "d.M.yyyy"),
        Family("dd.MM.yy", "d.M.yy"),
        Family("dd-MM-yyyy", "d-M-yyyy"),
        Family("MM-dd-yyyy", "M-d-yyyy"),
        Family("yyyy/MM/dd", "yyyy/M/d"),
        Family("yyyy.MM.dd", "yyyy.M.d"),
        Family("MMM d, yyyy", "MMM d yyyy"),
        Family("d MMM yyyy", "d MMM yyyy", "d-MMM-yyyy", "d. MMM yyyy"),
        Family("d MMM yy", "d MMM yy", "d-MMM-yy"),
        Family("yyyyMMdd", "yyyyMMdd"),
        (DateForms.Excel, DateForms.Of([DateForms.Excel])),
    ];

    /// <summary>Tells in which forms a column can be written.</summary>
    /// <param name="values">Its values; blank ones are none.</param>
    /// <param name="zone">Time zone.</param>
    /// <returns>
    /// Empty when ISO 8601 reads at least one value, or nothing reads all; else the names and forms that read every value.
    /// </returns>
    public static IReadOnlyList<(string Name, DateForms Forms)> Infer(IReadOnlyCollection<string> values, TimeZoneInfo zone)
    {
        if (values.Count == 0 || values.Any(value => DateForms.Iso.TryParse(value, zone, out _, out _)))
        {
            return [];
        }

        var left = Families.Where(family => family.Name != DateForms.Excel || values.All(IsSerial)).ToList();
        foreach (var value in values)
        {
            left.RemoveAll(family => !Reads(family.Forms, value, zone));
            if (left.Count == 0)
            {
                break;
            }
        }

        return left;
    }

    /// <summary>The form that reads most values of a column that none reads whole; null when none reads any.</summary>
    /// <param name="zone">Time zone.</param>
    public static (string Name, DateForms Forms, int Count)? Best(IReadOnlyCollection<string> values, TimeZoneInfo zone) => Families
        .Where(family => family.Name != DateForms.Excel)
        .Select(family => (family.Name, family.Forms, Count: values.Count(value => Reads(family.Forms, value, zone))))
        .Where(family => family.Count > 0)
        .OrderByDescending(family => family.Count)
        .Select(family => ((string, DateForms, int)?)family)
        .FirstOrDefault();

    /// <summary>The forms of a family that a column needs, as the parameter <c>dates</c> takes them.</summary>
    /// <param name="values">Values of the column.</param>
    public static string Declaration(DateForms forms, IReadOnlyCollection<string> values) => string.Join(
        '|',
        forms.Text.Split('|').Where(form => values.Any(value => DateForms.Of([form]).TryParse(value, TimeZoneInfo.Utc, out _, out _))));

    private static (string Name, DateForms Forms) Family(string name, params string[] days) =>
        (name, DateForms.Of([.. days.SelectMany(day => Times, (day, time) => day + time)]));

    // A moment that does not exist in the zone is written in the form all the same.
    private static bool Reads(DateForms forms, string value, TimeZoneInfo zone) =>
        forms.TryParse(value, zone, out _, out _)
            || (!ReferenceEquals(zone, TimeZoneInfo.Utc) && forms.TryParse(value, TimeZoneInfo.Utc, out _, out _));

    // Days of the years 2000 to 2099; shorter and longer numbers are something else.
    private static bool IsSerial(string value) =>
        value.Trim() is [>= '3' and <= '7', _, _, _, _, ..] text
        && (text.Length == 5 || text[5] == '.')
        && decimal.TryParse(
            text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var days)
        && days is >= 36_526 and < 73_051;
}
