using System.Buffers;
using System.Collections.Frozen;
using Pipeline.Text;

namespace Pipeline.Events;

/// <summary>Recognises the query parameters that leave a page address, in any case and percent-encoded or not.</summary>
internal static class TrackedParameters
{
    private const string EscapedAmpersand = "amp;";
    private const string Source = "utm_source";
    private const string Medium = "utm_medium";
    private const string Campaign = "utm_campaign";
    private const string Term = "utm_term";
    private const string Content = "utm_content";

    /// <summary>Tracking ids of advertising, mail and analytics products that say nothing about the source of a visit.</summary>
    private static readonly string[] Noise =
    [
        "gclsrc", "gad_campaignid", "srsltid", "_ga", "_gl", "_gac", "ysclid", "_openstat", "ymclid",
        "igshid", "igsh", "mibextid", "fb_action_ids", "fb_action_types", "fb_source", "obclid",
        "mc_eid", "_hsenc", "__hssc", "__hstc", "__hsfp", "hsctatracking", "vero_id", "vero_conv",
        "oly_enc_id", "oly_anon_id", "_ke", "_kx", "wickedid", "ml_subscriber", "ml_subscriber_hash", "bsft_uid", "bsft_eid", "bsft_clkid",
        "ss_email_id", "rb_clickid", "s_cid", "s_kwcid", "ef_id", "irgwc", "cjevent", "zanpid", "tduid", "msockid",
        "utm_source_platform", "utm_creative_format", "utm_marketing_tactic",
    ];

    private static readonly FrozenDictionary<string, (TrackedParameter Kind, string? ClickId)> Names = BuildNames();

    private static readonly FrozenDictionary<string, (TrackedParameter Kind, string? ClickId)>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    // Nearly every name is spelled with these alone, and then compares byte by byte.
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly FrozenDictionary<string, (TrackedParameter Kind, string? ClickId)>.AlternateLookup<ReadOnlySpan<char>>
        PlainLookup =
            Names.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int LongestRawName = (Names.Keys.Max(name => name.Length) + EscapedAmpersand.Length) * 3;

    /// <summary>What the parameter is.</summary>
    /// <param name="rawName">Name as it stands in the query.</param>
    /// <param name="clickId">Lower-case name of the click id; null for everything else.</param>
    /// <returns>The kind; <see cref="TrackedParameter.None"/> for an ordinary parameter.</returns>
    public static TrackedParameter Find(ReadOnlySpan<char> rawName, out string? clickId)
    {
        clickId = null;
        switch (rawName)
        {
            // What a tagged address has is told letter by letter, without a hash.
            case Source:
                return TrackedParameter.Source;
            case Medium:
                return TrackedParameter.Medium;
            case Campaign:
                return TrackedParameter.Campaign;
            case Term:
                return TrackedParameter.Term;
            case Content:
                return TrackedParameter.Content;
        }

        var plain = Find(PlainLookup, rawName, out clickId);
        if (plain != TrackedParameter.None || rawName.Length > LongestRawName || !rawName.ContainsAnyExcept(Plain))
        {
            return plain;
        }

        var isEncoded = rawName.Contains('%');
        Span<char> decoded = isEncoded ? stackalloc char[rawName.Length] : [];
        scoped var name = rawName;
        if (isEncoded)
        {
            name = Decode(rawName, decoded);
        }

        // Pages and mails that escape their links twice send "&amp;utm_medium=".
        if (name.Contains(';') && name.StartsWith(EscapedAmpersand, StringComparison.OrdinalIgnoreCase))
        {
            name = name[EscapedAmpersand.Length..];
        }

        return System.Text.Ascii.IsValid(name) ? Find(Lookup, name, out clickId) : TrackedParameter.None;
    }

    private static TrackedParameter Find(
        FrozenDictionary<string, (TrackedParameter Kind, string? ClickId)>.AlternateLookup<ReadOnlySpan<char>> names,
        ReadOnlySpan<char> name,
        out string? clickId)
    {
        clickId = null;
        if (!names.TryGetValue(name, out var found))
        {
            return TrackedParameter.None;
        }

        clickId = found.ClickId;
        return found.Kind;
    }

    private static ReadOnlySpan<char> Decode(scoped ReadOnlySpan<char> raw, Span<char> target)
    {
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '%' && PercentEncoding.TryReadTriplet(raw[i..], out var value))
            {
                target[length++] = (char)value;
                i += 2;
            }
            else
            {
                target[length++] = raw[i];
            }
        }

        return target[..length];
    }

    private static FrozenDictionary<string, (TrackedParameter Kind, string? ClickId)> BuildNames()
    {
        var names = new Dictionary<string, (TrackedParameter Kind, string? ClickId)>(StringComparer.OrdinalIgnoreCase)
        {
            [Source] = (TrackedParameter.Source, null),
            [Medium] = (TrackedParameter.Medium, null),
            [Campaign] = (TrackedParameter.Campaign, null),
            [Term] = (TrackedParameter.Term, null),
            [Content] = (TrackedParameter.Content, null),
            ["utm_id"] = (TrackedParameter.CampaignId, null),
        };
        foreach (var name in ClickIdNames.All)
        {
            names.Add(name, (TrackedParameter.ClickId, name));
        }

        foreach (var name in Noise)
        {
            names.Add(name, (TrackedParameter.Noise, null));
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
