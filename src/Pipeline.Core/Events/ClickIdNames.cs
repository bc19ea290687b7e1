namespace Pipeline.Events;

/// <summary>Names of the click id parameters that become fields of an event.</summary>
public static class ClickIdNames
{
    /// <summary>Facebook's click id; put on paid and unpaid links alike, so it decides nothing by itself.</summary>
    public const string Facebook = "fbclid";

    /// <summary>Every click id name, lower case.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["gclid", "gbraid", "wbraid", "msclkid", "yclid", "dclid", "ttclid", "twclid", "li_fat_id", Facebook];
}
