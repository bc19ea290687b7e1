using Pipeline.Scoring;

namespace Pipeline.Lifecycle;

/// <summary>A fit grade that a lead had from some moment on. Before the first one it is D.</summary>
/// <param name="At">From when, UTC.</param>
public readonly record struct DatedGrade(DateTimeOffset At, FitGrade Grade);
