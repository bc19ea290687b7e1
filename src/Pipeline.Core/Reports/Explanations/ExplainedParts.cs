namespace Pipeline.Reports.Explanations;

/// <summary>Joins explanations into that of a number which is computed from them.</summary>
internal static class ExplainedParts
{
    /// <summary>What is asked for, of another number of the report.</summary>
    public static ReportQuery Of(ReportQuery query, string number, params ReadOnlySpan<(string Name, string? Value)> narrowing)
    {
        var row = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in narrowing)
        {
            if (value is not null)
            {
                row[name] = value;
            }
        }

        return query with { Explain = number, Row = row };
    }

    /// <summary>One explanation with a group for each part, in order.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="value">The number; null when it has no value.</param>
    /// <param name="parts">Parts by the names of their groups; at least one.</param>
    public static ReportExplanation Join(
        ReportQuery query, decimal? value, params IReadOnlyList<(string Name, ReportExplanation Part)> parts)
    {
        return parts[0].Part with
        {
            From = query.From,
            To = query.To,
            Of = query.Explain!,
            Row = query.Row,
            Value = value,
            Model = parts.Select(part => part.Part.Model).FirstOrDefault(model => model is not null),
            Note = parts.Select(part => part.Part.Note ?? (part.Part.Next is null
                ? null
                : $"{part.Name}: the first ones alone are listed, explain={part.Part.Of} lists all page by page"))
            .FirstOrDefault(note => note is not null),
            Next = null,
            Sum = parts.Sum(part => part.Part.Sum),
            Amount = parts.Sum(part => part.Part.Amount),
            Groups = [.. parts.Select(part => new ExplainedGroup(part.Name, part.Part.Rows.Count, part.Part.Sum, part.Part.Amount))],
            Rows = [.. parts.SelectMany(part => part.Part.Rows, (part, row) => row with { Group = part.Name })],
        };
    }
}
