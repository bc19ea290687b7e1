using Pipeline.Scoring;
using Pipeline.Scoring.Documents;

namespace Pipeline.Lifecycle;

/// <summary>How a lead's fit grade changed as more became known about it.</summary>
public static class GradeTimeline
{
    /// <summary>Grades a lead after each thing learned, by the rules that were active then.</summary>
    /// <param name="periods">Rules in the order of their activation; at least one.</param>
    /// <param name="learned">Form fields and CRM attributes in time order.</param>
    /// <returns>The moments at which the grade changed, in time order; before the first it is D.</returns>
    public static IReadOnlyList<DatedGrade> Across(
        IReadOnlyList<RulesPeriod> periods, IReadOnlyList<(DateTimeOffset At, IReadOnlyDictionary<string, string> Fields)> learned)
    {
        var grades = new List<DatedGrade>();
        for (var i = 0; i < periods.Count; i++)
        {
            var from = i == 0 ? DateTimeOffset.MinValue : periods[i].From;
            var own = Of(learned, periods[i].Rules.Fit);
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
    /// <param name="learned">Form fields and CRM attributes in time order. A later value replaces an earlier one; empty values do
    /// not.</param>
    /// <param name="fit">Fit rules; null grades everyone D.</param>
    /// <returns>The moments at which the grade changed, in time order; before the first it is D.</returns>
    public static IReadOnlyList<DatedGrade> Of(
        IEnumerable<(DateTimeOffset At, IReadOnlyDictionary<string, string> Fields)> learned, FitRules? fit)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var grades = new List<DatedGrade>();
        var current = FitGrade.D;
        foreach (var (at, fields) in learned)
        {
            foreach (var (name, value) in fields)
            {
                if (!string.IsNullOrWhiteSpace(value))
                {
                    known[name] = value;
                }
            }

            var grade = FitGrading.Of(fit, known).Grade;
            if (grade != current)
            {
                grades.Add(new DatedGrade(at, grade));
                current = grade;
            }
        }

        return grades;
    }
}
