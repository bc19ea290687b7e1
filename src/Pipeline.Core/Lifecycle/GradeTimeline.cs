using Pipeline.Scoring;
using Pipeline.Scoring.Documents;

namespace Pipeline.Lifecycle;

/// <summary>How a lead's fit grade changed as more became known about it.</summary>
public static class GradeTimeline
{
    /// <summary>Grades a lead after each thing learned, by the rules that were active then.</summary>
    /// <param name="periods">Rules in the order of their activation; at least one.</param>
    /// <param name="learned">Form fields and CRM attributes in time order.</param>
    /// <param name="confirmedAt">From when on what browsers claimed is confirmed; null while it is not.</param>
    /// <returns>The moments at which the grade changed, in time order; before the first it is D.</returns>
    public static IReadOnlyList<DatedGrade> Across(
        IReadOnlyList<RulesPeriod> periods, IReadOnlyList<LearnedFields> learned, DateTimeOffset? confirmedAt)
    {
        var grades = new List<DatedGrade>();
        for (var i = 0; i < periods.Count; i++)
        {
            var from = i == 0 ? DateTimeOffset.MinValue : periods[i].From;
            var own = Of(learned, periods[i].Rules.Fit, confirmedAt);
            if (i > 0)
            {
                _ = grades.RemoveAll(grade => grade.At >= from);
                grades.Add(new DatedGrade(
                    from, own.Where(grade => grade.At <= from).Select(grade => grade.Grade).DefaultIfEmpty(FitGrade.D).Last()));
            }

            grades.AddRange(own.Where(grade => i == 0 || grade.At > from));
        }

        return grades;
    }

    /// <summary>Grades a lead after each thing learned.</summary>
    /// <param name="learned">Form fields and CRM attributes in time order. A later value replaces an earlier one of its rank; empty values
    /// do not.</param>
    /// <param name="fit">Fit rules; null grades everyone D.</param>
    /// <param name="confirmedAt">From when on what browsers claimed is confirmed; null while it is not.</param>
    /// <returns>The moments at which the grade changed, in time order; before the first it is D.</returns>
    public static IReadOnlyList<DatedGrade> Of(IReadOnlyList<LearnedFields> learned, FitRules? fit, DateTimeOffset? confirmedAt)
    {
        var known = new KnownFields();
        var grades = new List<DatedGrade>();
        var next = 0;
        foreach (var at in learned.Select(item => item.At).Concat(confirmedAt is { } confirmed ? [confirmed] : []).Order())
        {
            // One step for each thing learned; the confirmation is a step of its own.
            if (next < learned.Count && learned[next].At == at)
            {
                known.Add(learned[next++]);
            }

            var grade = known.Grade(fit, at >= confirmedAt).Grade;
            if (grade != (grades.Count > 0 ? grades[^1].Grade : FitGrade.D))
            {
                grades.Add(new DatedGrade(at, grade));
            }
        }

        return grades;
    }
}
