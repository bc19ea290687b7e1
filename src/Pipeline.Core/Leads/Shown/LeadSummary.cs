using Pipeline.Attribution;
using Pipeline.Leads.Facts;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using Pipeline.Settings;

namespace Pipeline.Leads.Shown;

/// <summary>A lead as it stands in a list.</summary>
public sealed record LeadSummary
{
    /// <summary>Lead.</summary>
    public required string LeadId { get; init; }

    /// <summary>Normalised e-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>Form fields; of each the value given last.</summary>
    public required SortedDictionary<string, string> Fields { get; init; }

    /// <summary>Score with two decimals.</summary>
    public required decimal Score { get; init; }

    /// <summary>Engagement band, 1 (hottest) to 4.</summary>
    public required int Band { get; init; }

    /// <summary>Fit grade by the rules of the last refresh.</summary>
    public required FitGrade Grade { get; init; }

    /// <summary>Place in the grid of fit and engagement, <c>A1</c> (best) to <c>D4</c>.</summary>
    public string Cell => $"{Grade}{Band}";

    /// <summary>True when the address is a throw-away one.</summary>
    public bool Disposable { get; init; }

    /// <summary>True when machines alone did what is known of it; its details say which.</summary>
    public bool Automatic { get; init; }

    /// <summary>Who in sales owns the lead, as the CRM said last; null when it did not.</summary>
    public string? Owner { get; init; }

    /// <summary>Stage.</summary>
    public required string Stage { get; init; }

    /// <summary>When the stage was entered; UTC.</summary>
    public required DateTimeOffset StageSince { get; init; }

    /// <summary>When the lead became known; UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last own event happened; UTC.</summary>
    public required DateTimeOffset LastActivityAt { get; init; }

    /// <summary>First touch of all; null when the lead has none.</summary>
    public Touch? FirstTouch { get; init; }

    /// <summary>Latest touch of all; null when the lead has none.</summary>
    public Touch? LatestTouch { get; init; }

    /// <summary>First touch that is not Direct; null when the lead has none.</summary>
    public Touch? FirstKnownTouch { get; init; }

    /// <summary>Latest touch that is not Direct; null when the lead has none.</summary>
    public Touch? LatestKnownTouch { get; init; }

    /// <summary>Makes the line of a stored profile.</summary>
    /// <param name="rules">Rules of the score; the profile names the version that its sum was computed by.</param>
    /// <param name="at">Moment of the score; at or after the profile's last activity.</param>
    public static LeadSummary Of(LeadProfile profile, RulesTimeline<ScoreEngine> rules, DateTimeOffset at)
    {
        var scoring = rules.OfVersion(profile.ScoringVersion).Rules;
        var age = at > profile.LastActivityAt ? at - profile.LastActivityAt : TimeSpan.Zero;
        var score = ScoreCurve.Bounded(profile.ScoreSum * ScoreDecay.Factor(age, scoring.HalfLife), scoring);
        return new LeadSummary
        {
            LeadId = profile.LeadId,
            Email = profile.Email,
            Fields = profile.Fields,
            Score = ScoreDecay.Shown(score),
            Band = EngagementBand.Of(score, scoring),
            Stage = profile.Stage,
            StageSince = profile.StageSince,
            CreatedAt = profile.CreatedAt,
            LastActivityAt = profile.LastActivityAt,
            FirstTouch = profile.FirstTouch,
            LatestTouch = profile.LatestTouch,
            FirstKnownTouch = profile.FirstKnownTouch,
            LatestKnownTouch = profile.LatestKnownTouch,
            Owner = profile.Owner,
            Automatic = profile.Automatic,
            Grade = profile.Grade is 0 ? FitGrade.D : profile.Grade,
        };
    }

    /// <summary>Makes the line of a lead as of a moment.</summary>
    /// <param name="snapshot">Lead.</param>
    public static LeadSummary Of(LeadSnapshot snapshot) => new()
    {
        LeadId = snapshot.LeadId,
        Email = snapshot.Email,
        Fields = snapshot.Fields,
        Score = snapshot.Ledger.ShownScore,
        Band = snapshot.Ledger.Band,
        Stage = snapshot.Stages.Current,
        StageSince = snapshot.StageSince,
        CreatedAt = snapshot.CreatedAt,
        LastActivityAt = snapshot.LastActivityAt,
        FirstTouch = snapshot.FirstTouch,
        LatestTouch = snapshot.LatestTouch,
        FirstKnownTouch = snapshot.FirstKnownTouch,
        LatestKnownTouch = snapshot.LatestKnownTouch,
        Owner = snapshot.Owner,
        Automatic = snapshot.Automatic,
        Grade = snapshot.Fit.Grade,
    };
}
