using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>What the conditions of the channel rules look at.</summary>
internal readonly ref struct ChannelFacts
{
    /// <summary><c>utm_source</c>, trimmed; empty when absent.</summary>
    public required ReadOnlySpan<char> Source { get; init; }

    /// <summary><c>utm_medium</c>, trimmed; empty when absent.</summary>
    public required ReadOnlySpan<char> Medium { get; init; }

    /// <summary><c>utm_campaign</c>, trimmed; empty when absent.</summary>
    public required ReadOnlySpan<char> Campaign { get; init; }

    /// <summary>True when any campaign parameter is present.</summary>
    public required bool IsTagged { get; init; }

    /// <summary>True when the medium means a paid click.</summary>
    public required bool IsPaid { get; init; }

    /// <summary>True when source or medium means an e-mail.</summary>
    public required bool IsEmail { get; init; }

    /// <summary>What the click id says; null without one that decides.</summary>
    public required PaidClick? Click { get; init; }

    /// <summary>List that <c>utm_source</c> or, without campaign parameters, the referrer stands in.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>True when there is a referrer that is own or excluded.</summary>
    public required bool IsOwnReferrer { get; init; }

    /// <summary>True when there is a referrer that is neither own nor excluded.</summary>
    public required bool IsForeignReferrer { get; init; }
}
