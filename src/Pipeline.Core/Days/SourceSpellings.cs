using Pipeline.Events;

namespace Pipeline.Days;

/// <summary>
/// One spelling for each channel, source, medium and campaign: people write them in several ways, and roll-ups and reports count those as
/// one. Facts stay as they were written.
/// </summary>
public sealed class SourceSpellings
{
    /// <summary>Channels.</summary>
    public Spellings Channels { get; } = new();

    /// <summary>Sources.</summary>
    public Spellings Sources { get; } = new();

    /// <summary>Mediums.</summary>
    public Spellings Mediums { get; } = new();

    /// <summary>Campaigns.</summary>
    public Spellings Campaigns { get; } = new();

    /// <summary>Adds the names of a visit or touch; the earliest one decides.</summary>
    /// <param name="source">Source of the visit or touch.</param>
    public void Add(VisitSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Add(source.Channel, source.Source, source.Medium, source.Campaign);
    }

    /// <summary>Adds the names of a row.</summary>
    /// <param name="dimensions">Dimensions of the row.</param>
    public void Add(RollupDimensions dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        Add(dimensions.Channel, dimensions.Source, dimensions.Medium, dimensions.Campaign);
    }

    /// <summary>Adds names.</summary>
    /// <param name="source">Source; null when there is none.</param>
    /// <param name="medium">Medium; null when there is none.</param>
    /// <param name="campaign">Campaign; null when there is none.</param>
    public void Add(string channel, string? source, string? medium, string? campaign)
    {
        Channels.Add(channel);
        Add(Sources, source);
        Add(Mediums, medium);
        Add(Campaigns, campaign);
    }

    /// <summary>Dimensions as they are shown.</summary>
    /// <param name="dimensions">Dimensions as they were written.</param>
    public RollupDimensions Of(RollupDimensions dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        return new RollupDimensions(
            Channels.Of(dimensions.Channel),
            Sources.Of(dimensions.Source),
            Mediums.Of(dimensions.Medium),
            Campaigns.Of(dimensions.Campaign),
            dimensions.LandingPage);
    }

    private static void Add(Spellings kind, string? name)
    {
        if (name is not null)
        {
            kind.Add(name);
        }
    }
}
