namespace Pipeline.Channels;

/// <summary>Conditions on the words of a campaign, as GA4's default channel group defines them; any case.</summary>
internal static class Terms
{
    /// <summary>
    /// True for a medium of paid clicks: contains <c>cp</c>, is <c>ppc</c> or <c>retargeting</c>, or starts with <c>paid</c>.
    /// </summary>
    /// <param name="medium">Medium; may be empty.</param>
    /// <returns>False for an empty one.</returns>
    public static bool IsPaid(ReadOnlySpan<char> medium) =>
        Has(medium, "cp") || IsOneOf(medium, ["ppc", "retargeting"]) || medium.StartsWith("paid", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the text contains the term.</summary>
    /// <returns>False for an empty text.</returns>
    public static bool Has(ReadOnlySpan<char> text, ReadOnlySpan<char> term) => text.Contains(term, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the text is one of the terms.</summary>
    /// <returns>False for an empty text.</returns>
    public static bool IsOneOf(ReadOnlySpan<char> text, ReadOnlySpan<string> terms)
    {
        foreach (var term in terms)
        {
            if (text.Equals(term, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True for <c>email</c> in any spelling (<c>e-mail</c>, <c>E_Mail</c>, <c>e mail</c> …) and whatever contains <c>newsletter</c>.
    /// </summary>
    /// <param name="text">Source or medium.</param>
    /// <returns>False for an empty text.</returns>
    public static bool IsEmail(ReadOnlySpan<char> text)
    {
        if (Has(text, "newsletter"))
        {
            return true;
        }

        const string Email = "email";
        var matched = 0;
        foreach (var c in text)
        {
            if (c is '-' or '_' or ' ' or '.' or '\u2010' or '\u2011' or '\u2013')
            {
                continue;
            }

            if (matched == Email.Length || char.ToLowerInvariant(c) != Email[matched])
            {
                return false;
            }

            matched++;
        }

        return matched == Email.Length;
    }

    /// <summary>
    /// True when a campaign name contains <c>shopping</c>, or <c>shop</c> at its start or after an <c>e</c> or a non-letter.
    /// </summary>
    /// <param name="campaign">Campaign name.</param>
    /// <returns>False for an empty name, and for <c>workshop</c>.</returns>
    public static bool IsShopCampaign(ReadOnlySpan<char> campaign)
    {
        while (true)
        {
            var at = campaign.IndexOf("shop", StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            if (at == 0
                || !char.IsAsciiLetter(campaign[at - 1])
                || campaign[at - 1] is 'e' or 'E'
                || campaign[at..].StartsWith("shopping", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            // Keep the letter before the next match in sight.
            campaign = campaign[(at + 3)..];
        }
    }
}
