using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Lifecycle;

/// <summary>
/// Settings <c>stages</c>: <see cref="StagesDocument"/>, compiled to a <see cref="StageBook"/>. Its names count for later uploads, its
/// order for every lead.
/// </summary>
public sealed class StageSettings : IRulesDocument<StageBook>
{
    private readonly Lazy<StageBook> _shipped = new(() => new StageBook(StagesDocument.Default));

    /// <inheritdoc/>
    public string Name => "stages";

    /// <inheritdoc/>
    public SettingsEffect Effect => SettingsEffect.EveryLead;

    /// <inheritdoc/>
    public string ShippedText => StagesResources.Text(StagesResources.Defaults);

    /// <inheritdoc/>
    public string Schema => StagesResources.Text(StagesResources.Schema);

    /// <inheritdoc/>
    public StageBook Shipped => _shipped.Value;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Check(string json) =>
        [.. StagesValidator.Read(json).Problems.Select(problem => new Problem(Problem.Invalid, problem.Path, problem.Message))];

    /// <inheritdoc/>
    public string? LabelOf(string json) => null;

    /// <inheritdoc/>
    public StageBook Compile(string json)
    {
        var reading = StagesValidator.Read(json);
        return reading.Stages is { } stages
            ? new StageBook(stages)
            : throw new ArgumentException(string.Join(" ", reading.Problems), nameof(json));
    }
}
