using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Problems;

namespace Pipeline.Settings;

/// <summary>
/// How the documents of one name stand in JSON: the shipped one in <c>{name}.default.json</c>, their schema in
/// <c>{name}.schema.json</c>, and what a schema cannot say. Comments and trailing commas are allowed. Safe for concurrent use.
/// </summary>
/// <typeparam name="TDocument">A document.</typeparam>
public sealed class RulesForm<TDocument>
    where TDocument : class
{
    private readonly JsonTypeInfo<TDocument> _json;
    private readonly Func<TDocument, IReadOnlyList<Problem>> _meaning;
    private readonly Lazy<JsonSchemaCheck> _check;
    private readonly Lazy<TDocument> _shipped;

    /// <summary>Takes the parts; the files are read when they are first asked for.</summary>
    /// <param name="name">Name of the settings document, and beginning of the names of its files.</param>
    /// <param name="json">How it is written.</param>
    /// <param name="meaning">Lists how parts of a document of good form disagree.</param>
    public RulesForm(string name, JsonTypeInfo<TDocument> json, Func<TDocument, IReadOnlyList<Problem>> meaning)
    {
        (Name, _json, _meaning) = (name, json, meaning);
        _check = new Lazy<JsonSchemaCheck>(() => new JsonSchemaCheck(Schema));

        // Without the checks, which take longer than a cold start should: a test makes them.
        _shipped = new Lazy<TDocument>(() =>
        {
            using var document = JsonDocument.Parse(ShippedText, SettingsText.Options);
            return document.RootElement.Deserialize(_json)!;
        });
    }

    /// <summary>Name of the settings document.</summary>
    public string Name { get; }

    /// <summary>JSON text of the shipped document.</summary>
    public string ShippedText => Resource($"{Name}.default.json");

    /// <summary>JSON schema, for editors and for <see cref="Read"/>.</summary>
    public string Schema => Resource($"{Name}.schema.json");

    /// <summary>The shipped document.</summary>
    public TDocument Shipped => _shipped.Value;

    /// <summary>Reads a document.</summary>
    /// <param name="json">JSON text; any.</param>
    /// <returns>The document, or every problem: of form if there is any, else of meaning.</returns>
    public RulesReading<TDocument> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, SettingsText.Options);
            var problems = _check.Value.Check(document.RootElement);
            return problems.Count > 0 ? new RulesReading<TDocument>(null, problems) : ReadGood(document.RootElement);
        }
        catch (JsonException error)
        {
            var place = string.Create(
                CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, position {error.BytePositionInLine + 1}");
            return new(null, [new Problem(Problem.Malformed, "$", $"is not JSON at {place}; correct the text there.")]);
        }
    }

    /// <summary>Checks a document, however it was made.</summary>
    /// <returns>Every problem: of form if there is any, else of meaning; empty when the document is good.</returns>
    public IReadOnlyList<Problem> Check(TDocument document)
    {
        JsonElement element;
        try
        {
            element = JsonSerializer.SerializeToElement(document, _json);
        }
        catch (ArgumentException)
        {
            return [new Problem(Problem.Invalid, "$", "holds a number that is not finite; write a finite one.")];
        }

        var problems = _check.Value.Check(element);
        return problems.Count > 0 ? problems : _meaning(document);
    }

    private static string Resource(string name)
    {
        using var stream = typeof(TDocument).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks the file '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private RulesReading<TDocument> ReadGood(JsonElement element)
    {
        TDocument document;
        try
        {
            document = element.Deserialize(_json)!;
        }
        catch (JsonException error)
        {
            return new(null, [new Problem(Problem.Invalid, error.Path ?? "$", error.Message)]);
        }

        var problems = _meaning(document);
        return new(problems.Count == 0 ? document : null, problems);
    }
}
