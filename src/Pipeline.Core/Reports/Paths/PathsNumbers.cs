namespace Pipeline.Reports.Paths;

/// <summary>Numbers of the report of ways.</summary>
public static class PathsNumbers
{
    /// <summary>Journeys that converted.</summary>
    public const string Conversions = NumberNames.Conversions;

    /// <summary>Journeys that did not.</summary>
    public const string NonConversions = NumberNames.NonConversions;

    /// <summary>Conversions divided by all of them.</summary>
    public const string Rate = NumberNames.Rate;

    /// <summary>Median days from the first touch that counts to the conversion.</summary>
    public const string MedianDays = NumberNames.MedianDays;

    /// <summary>Amount of the conversions less refunds.</summary>
    public const string Amount = NumberNames.Amount;

    /// <summary>Name of a way.</summary>
    public static Narrowing Path { get; } = new("path");

    /// <summary>All of them.</summary>
    public static ReportNumbers All { get; } = new(
        [new(Conversions, Path), new(NonConversions, Path), new(Rate, Path), new(Amount, Path), new(MedianDays, Path)]);
}
