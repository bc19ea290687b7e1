using System.Text.Json.Serialization;

namespace Pipeline.Attribution;

/// <summary>Which stage a conversion reached.</summary>
public enum ConversionKind
{
    /// <summary>Became known: first form fill, identify or import.</summary>
    [JsonStringEnumMemberName("lead")]
    Lead = 1,

    /// <summary>Marketing-qualified: the score first reached the enter threshold.</summary>
    [JsonStringEnumMemberName("mql")]
    Mql = 2,

    /// <summary>Sales-qualified, told by the CRM.</summary>
    [JsonStringEnumMemberName("sql")]
    Sql = 3,

    /// <summary>An opportunity was opened, told by the CRM.</summary>
    [JsonStringEnumMemberName("opportunity")]
    Opportunity = 4,

    /// <summary>A deal was won; carries an amount.</summary>
    [JsonStringEnumMemberName("customer")]
    Customer = 5,
}
