using System.Globalization;
using Pipeline.Scoring.Documents;

namespace Pipeline.Scoring;

/// <summary>Grades how well a lead fits, from what forms and the CRM say about it.</summary>
public static class FitGrading
{
    /// <summary>Grades a lead.</summary>
    /// <param name="fit">Rules; null grades everyone D.</param>
    /// <param name="attributes">What is known, by field name. Names that differ in letter case only: the first in ordinal order
    /// counts.</param>
    public static FitResult Of(FitRules? fit, IReadOnlyDictionary<string, string> attributes) =>
        Of(fit, attributes, new Dictionary<string, string>(), isConfirmed: true);

    /// <summary>Grades a lead.</summary>
    /// <param name="fit">Rules; null grades everyone D.</param>
    /// <param name="told">What the CRM or a server told, by field name.</param>
    /// <param name="claimed">What browsers typed into forms; a rule reads it where none of its fields was told.</param>
    /// <param name="isConfirmed">Whether somebody else than a browser confirmed the lead; else <see cref="FitGrade.B"/> is the best grade,
    /// unless <see cref="FitRules.TrustsForms"/>.</param>
    public static FitResult Of(
        FitRules? fit, IReadOnlyDictionary<string, string> told, IReadOnlyDictionary<string, string> claimed, bool isConfirmed)
    {
        if (fit is null)
        {
            return new FitResult(FitGrade.D, 0, []);
        }

        var (known, typed) = (Known(told), Known(claimed));
        var lines = new List<FitLine>();
        var points = 0.0;
        foreach (var rule in fit.Rules)
        {
            var values = rule.Fields.Any(known.ContainsKey) ? known : typed;
            var field = rule.Fields.FirstOrDefault(values.ContainsKey);
            if (field is not null && Fits(rule, values[field]))
            {
                lines.Add(new FitLine(rule.Id, rule.Title, field, rule.Points));
                points += rule.Points;
            }
        }

        var grade = GradeOf(fit, points);
        return grade == FitGrade.A && !isConfirmed && !fit.TrustsForms
            ? new FitResult(FitGrade.B, points, lines) { Unconfirmed = true }
            : new FitResult(grade, points, lines);
    }

    private static Dictionary<string, string> Known(IReadOnlyDictionary<string, string> attributes)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                known.TryAdd(name, value.Trim());
            }
        }

        return known;
    }

    /// <summary>Grade for a number of fit points.</summary>
    /// <param name="fit">Rules that hold the edges.</param>
    /// <param name="points">Fit points.</param>
    public static FitGrade GradeOf(FitRules fit, double points) =>
        points >= fit.GradeA ? FitGrade.A
        : points >= fit.GradeB ? FitGrade.B
        : points >= fit.GradeC ? FitGrade.C
        : FitGrade.D;

    private static bool Fits(FitRule rule, string value)
    {
        if (rule.EqualTo.Count > 0 && !rule.EqualTo.Any(one => value.Equals(one, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (rule.Contains.Count > 0 && !rule.Contains.Any(one => value.Contains(one, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (rule.AtLeast is null && rule.Below is null)
        {
            return true;
        }

        return FirstNumber(value) is { } number && !(number < rule.AtLeast) && !(number >= rule.Below);
    }

    // Forms say "51-200", "1,000+" or "10 000 Mitarbeiter": separators count only between a digit and exactly three more.
    private static double? FirstNumber(string value)
    {
        var start = value.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return null;
        }

        var number = 0.0;
        for (var i = start; i < value.Length; i++)
        {
            if (char.IsAsciiDigit(value[i]))
            {
                number = (number * 10) + CharUnicodeInfo.GetDecimalDigitValue(value[i]);
            }
            else if (!IsThousandsSeparator(value, i))
            {
                break;
            }
        }

        return number;
    }

    private static bool IsThousandsSeparator(string value, int index)
    {
        if (value[index] is not (',' or '.' or '\'' or '’' or ' ' or '\u00a0' or '\u202f'))
        {
            return false;
        }

        var digits = 0;
        while (index + 1 + digits < value.Length && char.IsAsciiDigit(value[index + 1 + digits]))
        {
            digits++;
        }

        return digits == 3;
    }
}
