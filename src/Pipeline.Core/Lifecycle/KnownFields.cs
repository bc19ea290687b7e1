using Pipeline.Scoring;
using Pipeline.Scoring.Documents;

namespace Pipeline.Lifecycle;

/// <summary>
/// What is known about a lead while it is learned: of each field the latest value that the CRM or a server told, and the latest that a
/// browser claimed, which counts where nothing was told. Values without text are none.
/// </summary>
internal sealed class KnownFields
{
    private readonly Dictionary<string, string> _told = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _claimed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Learns what comes next in time.</summary>
    public KnownFields Add(LearnedFields learned)
    {
        var known = learned.IsClaim ? _claimed : _told;
        foreach (var (name, value) in learned.Fields)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                known[name] = value;
            }
        }

        return this;
    }

    /// <summary>How well the lead fits by it.</summary>
    /// <param name="fit">Rules; null grades everyone D.</param>
    /// <param name="isConfirmed">Whether somebody else than a browser confirmed that the person is who the forms say.</param>
    public FitResult Grade(FitRules? fit, bool isConfirmed) => FitGrading.Of(fit, _told, _claimed, isConfirmed);
}
