using Pipeline.Scoring;

namespace Pipeline.Lifecycle;

/// <summary>How a lead's fit grade changed as more became known about it.</summary>
public static class GradeTimeline
{
    /// <summary>Grades a lead after each thing learned.</summary>
    /// <param name="learned">Form fields and CRM attributes in time order. A later value replaces an earlier one; empty values do not.</param>
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
