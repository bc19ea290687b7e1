namespace Pipeline.Health;

/// <summary>Whether the pipeline can work.</summary>
/// <param name="Status"><c>ok</c>, or <c>failing</c> when one of the others does not answer or a setting is not valid.</param>
/// <param name="Tables"><c>ok</c> or <c>no answer</c>.</param>
/// <param name="Queues"><c>ok</c> or <c>no answer</c>.</param>
public sealed record HealthState(string Status, string Tables, string Queues)
{
    /// <summary>Every setting that is not valid, in words; empty when all are.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What works, but not as its settings mean it; empty when there is nothing, or when storage does not answer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>True when everything answers and every setting is valid.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOk => Status == "ok";
}
