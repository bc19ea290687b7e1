using Pipeline.Problems;

namespace Pipeline.Settings;

/// <summary>
/// A settings document that is compiled to rules: all that such documents have in common. What one adds is how it is compiled, and what of
/// a new document it refuses besides.
/// </summary>
/// <typeparam name="TDocument">The document as it stands in JSON.</typeparam>
/// <typeparam name="TRules">Rules, compiled; immutable and safe for concurrent use.</typeparam>
public abstract class RulesDocument<TDocument, TRules> : IRulesDocument<TRules>
    where TDocument : class
    where TRules : class
{
    private readonly RulesForm<TDocument> _form;
    private readonly Lazy<TRules> _shipped;

    /// <summary>Makes the document; nothing is compiled yet.</summary>
    /// <param name="form">Its name, its files and how it is read.</param>
    /// <param name="effect">What an activation changes.</param>
    protected RulesDocument(RulesForm<TDocument> form, SettingsEffect effect)
    {
        (_form, Effect) = (form, effect);
        _shipped = new Lazy<TRules>(() => Compile(_form.Shipped));
    }

    /// <inheritdoc/>
    public string Name => _form.Name;

    /// <inheritdoc/>
    public SettingsEffect Effect { get; }

    /// <inheritdoc/>
    public string ShippedText => _form.ShippedText;

    /// <inheritdoc/>
    public string Schema => _form.Schema;

    /// <inheritdoc/>
    public TRules Shipped => _shipped.Value;

    /// <inheritdoc/>
    public virtual string Surroundings => "";

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Check(string json)
    {
        var reading = _form.Read(json);
        return reading.Document is { } document ? Refusals(document) : reading.Problems;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Warnings(string json) => _form.Read(json).Document is { } document ? Vain(document) : [];

    /// <inheritdoc/>
    public string? LabelOf(string json) => _form.Read(json).Document is { } document ? Label(document) : null;

    /// <inheritdoc/>
    public TRules Compile(string json)
    {
        var reading = _form.Read(json);
        return reading.Document is { } document
            ? Compile(document)
            : throw new ArgumentException(string.Join(" ", reading.Problems), nameof(json));
    }

    /// <summary>Compiles a document of good form and meaning; one that was stored may have what <see cref="Refusals"/> lists.</summary>
    protected abstract TRules Compile(TDocument document);

    /// <summary>
    /// Lists what is refused in a new document of good form and meaning, although stored ones that have it stay readable.
    /// </summary>
    protected virtual IReadOnlyList<Problem> Refusals(TDocument document) => [];

    /// <summary>Lists what a stored document of good form and meaning says in vain.</summary>
    protected virtual IReadOnlyList<Problem> Vain(TDocument document) => [];

    /// <summary>Name under which decisions remember a document; null when they remember the version's number.</summary>
    protected virtual string? Label(TDocument document) => null;
}
