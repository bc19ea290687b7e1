using Pipeline.Attribution;

namespace Pipeline.Leads.Shown;

/// <summary>A conversion as a lead shows it.</summary>
/// <param name="Kind">Stage reached.</param>
/// <param name="At">When; UTC.</param>
/// <param name="Amount">Minor units of the reporting currency; negative for a refund, null for kinds without an amount.</param>
public sealed record ConversionEntry(ConversionKind Kind, DateTimeOffset At, long? Amount = null)
{
    /// <summary>Makes the entry of a conversion.</summary>
    public static ConversionEntry Of(Conversion conversion) =>
        new(conversion.Kind, conversion.At, conversion.Kind == ConversionKind.Customer ? conversion.Amount : null);
}
