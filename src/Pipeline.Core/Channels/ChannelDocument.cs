using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Channels;

/// <summary>Settings <c>channels</c>: <see cref="ChannelRules"/>, compiled to a <see cref="ChannelClassifier"/>.</summary>
/// <param name="sites">Hosts of the sites that capture knows, which are own ones under any version of the rules; null for none.</param>
public sealed class ChannelDocument(IReadOnlyList<string>? sites = null) : IRulesDocument<ChannelClassifier>
{
    private const string Resources = "Pipeline.Capture.Channels.";

    private static readonly Lazy<JsonSchemaCheck> SchemaCheck = new(() => new JsonSchemaCheck(Resource("channel-rules.schema.json")));

    private readonly Lazy<ChannelClassifier> _shipped = new(() => new ChannelClassifier(ChannelRules.Default, sites));

    /// <inheritdoc/>
    public string Name => "channels";

    /// <inheritdoc/>
    public SettingsEffect Effect => SettingsEffect.FromThenOn;

    /// <inheritdoc/>
    public string ShippedText => Resource("default-channel-rules.json");

    /// <inheritdoc/>
    public string Schema => Resource("channel-rules.schema.json");

    /// <inheritdoc/>
    public ChannelClassifier Shipped => _shipped.Value;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Check(string json)
    {
        var form = FormProblems.Of(json, SchemaCheck.Value);
        if (form.Count > 0)
        {
            return form;
        }

        _ = ChannelRulesValidator.Read(json, out var problems);
        return [.. problems.Select(problem => new Problem(Problem.Invalid, problem.Path, problem.Message))];
    }

    /// <inheritdoc/>
    public string? LabelOf(string json) => ChannelRulesValidator.Read(json, out _)?.RulesVersion;

    /// <inheritdoc/>
    public ChannelClassifier Compile(string json) => ChannelRulesValidator.Read(json, out var problems) is { } rules
        ? new ChannelClassifier(rules, sites)
        : throw new ArgumentException(string.Join(" ", problems.Select(problem => $"{problem.Path}: {problem.Message}")), nameof(json));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ChannelDocument).Assembly.GetManifestResourceStream(Resources + name)!);
        return reader.ReadToEnd();
    }
}
