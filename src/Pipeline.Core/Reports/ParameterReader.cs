using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Problems;

namespace Pipeline.Reports;

/// <summary>
/// Reads parameters of the models from a request: <c>window</c>, <c>direct</c>, <c>halfLife</c>, <c>position</c>, <c>u</c>, <c>w</c>,
/// <c>fullPath</c> and <c>minimum</c>.
/// </summary>
public static class ParameterReader
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["windowDays"] = "window",
        ["directPolicy"] = "direct",
        ["halfLifeDays"] = "halfLife",
        ["position"] = "position",
        ["uShaped"] = "u",
        ["wShaped"] = "w",
        ["fullPath"] = "fullPath",
        ["minimumConversions"] = "minimum",
    };

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameter">Gives the value of a parameter by name; null or empty when it is absent.</param>
    /// <param name="defaults">Parameters to take where the request says nothing.</param>
    /// <param name="problems">Receives every problem.</param>
    public static AttributionParameters Read(Func<string, string?> parameter, AttributionParameters defaults, ICollection<Problem> problems)
    {
        var found = new List<Problem>();
        var read = defaults with
        {
            WindowDays = Number(parameter, "window", defaults.WindowDays, found),
            MinimumConversions = Number(parameter, "minimum", defaults.MinimumConversions, found),
            HalfLifeDays = HalfLife(parameter("halfLife"), defaults.HalfLifeDays, found),
            DirectPolicy = Direct(parameter("direct"), defaults.DirectPolicy, found),
            Position = Shares(parameter, "position", "40/20/40", 3, found) is { } p
                ? new PositionWeights { First = p[0], Middle = p[1], Last = p[2] } : defaults.Position,
            UShaped = Shares(parameter, "u", "40/40/20", 3, found) is { } u
                ? new MilestoneWeights { FirstTouch = u[0], LeadCreation = u[1], Middle = u[2] } : defaults.UShaped,
            WShaped = Shares(parameter, "w", "30/30/30/10", 4, found) is { } w
                ? new MilestoneWeights { FirstTouch = w[0], LeadCreation = w[1], Opportunity = w[2], Middle = w[3] } : defaults.WShaped,
            FullPath = Shares(parameter, "fullPath", "22.5/22.5/22.5/22.5/10", 5, found) is { } f
                ? new MilestoneWeights
                {
                    FirstTouch = f[0],
                    LeadCreation = f[1],
                    Opportunity = f[2],
                    Close = f[3],
                    Middle = f[4],
                } : defaults.FullPath,
        };
        foreach (var text in read.Problems())
        {
            var field = Names.GetValueOrDefault(text[..text.IndexOf(' ', StringComparison.Ordinal)], string.Empty);
            found.Add(new Problem(Problem.Invalid, field, text));
        }

        foreach (var problem in found)
        {
            problems.Add(problem);
        }

        return found.Count == 0 ? read : defaults;
    }

    private static int Number(Func<string, string?> parameter, string name, int otherwise, List<Problem> problems)
    {
        if (parameter(name) is not { Length: > 0 } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(new Problem(Problem.Invalid, name, $"'{text}' is not a whole number."));
        return otherwise;
    }

    private static double HalfLife(string? text, double otherwise, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days))
        {
            return days;
        }

        problems.Add(new Problem(Problem.Invalid, "halfLife", $"'{text}' is not a number of days. Write it like 7 or 3.5."));
        return otherwise;
    }

    private static DirectPolicy Direct(string? text, DirectPolicy otherwise, List<Problem> problems)
    {
        switch (text?.ToLowerInvariant())
        {
            case null or "":
                return otherwise;
            case "keep":
                return DirectPolicy.Keep;
            case "drop-last":
                return DirectPolicy.DropLast;
            case "drop-all":
                return DirectPolicy.DropAll;
            default:
                problems.Add(new Problem(Problem.Invalid, "direct", $"'{text}' is unknown. Use keep, drop-last or drop-all."));
                return otherwise;
        }
    }

    private static decimal[]? Shares(Func<string, string?> parameter, string name, string example, int count, List<Problem> problems)
    {
        if (parameter(name) is not { Length: > 0 } text)
        {
            return null;
        }

        var parts = text.Split('/');
        var shares = new decimal[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts.Length != count
                || !decimal.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out shares[i]))
            {
                problems.Add(new Problem(Problem.Invalid, name, $"'{text}' are not {count} percentages. Write them like {example}."));
                return null;
            }
        }

        return shares;
    }
}
