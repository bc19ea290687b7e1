using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Functions.Answers;
using Pipeline.Time;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>Schemas of the records that the interface answers, each once under its name, with the words of its comments.</summary>
internal sealed class SchemaBook
{
    // Answers hold numbers as numbers; to be read, a text would do as well.
    private static readonly JsonSerializerOptions Options = new(Answer.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        NumberHandling = JsonNumberHandling.Strict,
    };

    private readonly SortedDictionary<string, JsonNode?> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type, MemberInfo?), JsonNode> _made = [];
    private readonly XmlComments _comments = new(ProductAssemblies.All);

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    /// <summary>A reference to the schema of a record.</summary>
    public JsonNode Of(Type type)
    {
        if (!_types.ContainsKey(type.Name))
        {
            _ = Options.GetJsonSchemaAsNode(
                type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
        }

        return Reference(type.Name);
    }

    /// <summary>Adds schemas that are no records'.</summary>
    public void Add(JsonObject others)
    {
        foreach (var (name, schema) in others.ToList())
        {
            _schemas.Add(name, schema!.DeepClone());
        }
    }

    public JsonObject ToJson() => new(_schemas.Select(item => KeyValuePair.Create(item.Key, item.Value?.DeepClone())));

    // Children come before their parents, so what is put into a record's schema are references already.
    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        var property = context.PropertyInfo?.AttributeProvider as PropertyInfo;
        if (type == typeof(Month))
        {
            // What a converter of our own writes the exporter cannot know.
            schema = new JsonObject { ["type"] = "string", ["format"] = "date" };
        }

        if (schema["$ref"] is not null)
        {
            // The exporter points to where it met the same before, in a document that is not this one.
            return _made[(type, property)].DeepClone();
        }

        if (property is { CanWrite: false } && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.NotNull)
        {
            // The exporter takes what nobody sets for what may be null.
            RemoveNull(schema);
        }

        var node = schema is JsonObject whole && IsRecord(context.TypeInfo) ? Keep(Named(type), whole) : schema;
        if (property is not null && node is JsonObject member && _comments.Of(property) is { } words)
        {
            member["description"] = words;
        }

        _made[(type, property)] = node.DeepClone();
        return node;
    }

    private JsonObject Keep(Type type, JsonObject schema)
    {
        var isNullable = schema["type"] is JsonArray;
        if (!_types.TryAdd(type.Name, type))
        {
            Assert.Equal(_types[type.Name], type);
        }
        else
        {
            var kept = new JsonObject { ["type"] = "object" };
            if (_comments.Of(type) is { } words)
            {
                kept["description"] = words;
            }

            foreach (var (name, value) in schema.Where(member => member.Key != "type").ToList())
            {
                kept[name] = value?.DeepClone();
            }

            _schemas.Add(type.Name, kept);
        }

        return isNullable
            ? new JsonObject { ["anyOf"] = new JsonArray(Reference(type.Name), new JsonObject { ["type"] = "null" }) }
            : Reference(type.Name);
    }

    private static void RemoveNull(JsonNode schema)
    {
        if (schema["type"] is JsonArray types)
        {
            var left = types.Select(type => type!.GetValue<string>()).Where(type => type != "null").ToList();
            schema["type"] = left.Count == 1 ? left[0] : new JsonArray([.. left.Select(type => (JsonNode)type)]);
        }
    }

    private static bool IsRecord(JsonTypeInfo type) =>
        type.Kind == JsonTypeInfoKind.Object && Named(type.Type).Namespace!.StartsWith("Pipeline", StringComparison.Ordinal);

    private static Type Named(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
