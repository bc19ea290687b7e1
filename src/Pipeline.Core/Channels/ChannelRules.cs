using System.Text.Json.Serialization;
using Pipeline.Settings;

namespace Pipeline.Channels;

/// <summary>
/// The channel rules: a versioned settings document. What a document leaves out is taken from the shipped default, so a document
/// that only adds an own site is <c>{"rulesVersion":"2","ownSites":["example.org"]}</c>. Persisted: add fields, never rename.
/// </summary>
public sealed record ChannelRules
{
    /// <summary>Makes a document; what is not set is the default.</summary>
    /// <param name="version">Version of the shape. Default 1.</param>
    [JsonConstructor]
    public ChannelRules(int version = 1)
    {
        // Generated readers honour defaults of parameters but not of init-only properties.
        Version = version;
    }

    /// <summary>The shipped default, with every rule and every source list.</summary>
    public static ChannelRules Default => Form.Shipped;

    /// <summary>How the document stands in JSON: <c>channels.default.json</c>, <c>channels.schema.json</c>.</summary>
    public static RulesForm<ChannelRules> Form { get; } =
        new("channels", ChannelRulesJsonContext.Default.ChannelRules, ChannelRulesValidator.Check);

    /// <summary>Version of this document's shape. Currently 1.</summary>
    public int Version { get; }

    /// <summary>Address of the JSON schema, for editors only; never read. Null when absent.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Name of these rules, stored with every decision. 1 to 64 letters, digits, dots, hyphens and underscores.</summary>
    public string RulesVersion { get; init; } = "";

    /// <summary>
    /// Ids of the rules (<see cref="ChannelRuleIds"/>) in the order they are tried. A rule that is left out is switched off;
    /// <c>direct</c> is the last. Null: the shipped order.
    /// </summary>
    public IReadOnlyList<string>? Order { get; init; }

    /// <summary>Source lists that replace the shipped ones. Null: the shipped lists.</summary>
    public SourceLists? Lists { get; init; }

    /// <summary>Sources added to the lists; they win over an entry with the same name or domain. Null: none.</summary>
    public SourceLists? Additions { get; init; }

    /// <summary>Words that replace the shipped ones. Null: the shipped words.</summary>
    public WordLists? Words { get; init; }

    /// <summary>Own sites, each with its sub-domains: their referrers keep the previous visit's source. Null: none.</summary>
    public IReadOnlyList<string>? OwnSites { get; init; }

    /// <summary>Further sites to treat like payment and sign-in providers, each with its sub-domains. Null: none.</summary>
    public IReadOnlyList<string>? ExcludedReferrers { get; init; }

    /// <summary>
    /// Channels of your own, which no rule gives a visit but costs and touches may name, for example a trade fair. Null: none.
    /// </summary>
    public IReadOnlyList<string>? Channels { get; init; }
}
