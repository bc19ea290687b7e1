namespace Pipeline.Capture.Intake;

// The site's names of form fields, and what they are here.
internal sealed class FormMapping
{
    private readonly Dictionary<string, string> _names;

    public FormMapping(CaptureOptions options) => _names = new(options.FieldMapping, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<KeyValuePair<string, string>> Apply(string form, IReadOnlyList<KeyValuePair<string, string>> fields) =>
        _names.Count == 0 ? fields : [.. fields.Select(field => new KeyValuePair<string, string>(NameOf(form, field.Key), field.Value))];

    /// <summary>True for a name that the site's own setting gives to fields.</summary>
    public bool IsTarget(string name) => _names.ContainsValue(name);

    private string NameOf(string form, string field) =>
        _names.TryGetValue($"{form}/{field}", out var name) || _names.TryGetValue(field, out name) ? name : field;
}
