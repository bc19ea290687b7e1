using System.Text.Json;
using Pipeline.Crm.Facts;

namespace Pipeline.StorageTests.Crm;

/// <summary>A fact as text: records that hold lists are equal only as the same object.</summary>
internal static class CrmText
{
    public static string Of(CrmFact fact) => JsonSerializer.Serialize(fact);
}
