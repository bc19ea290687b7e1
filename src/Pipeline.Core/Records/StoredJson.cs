using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Records;

/// <summary>
/// How records are stored and queued: camel case, nulls left out, characters escaped only where JSON asks for it. The property order is
/// fixed, so that equal records have equal bytes.
/// </summary>
public static class StoredJson
{
    /// <summary>Options of a stage's records.</summary>
    /// <param name="generated">Options as they were generated.</param>
    public static JsonSerializerOptions Options(JsonSerializerOptions generated) =>
        new(generated) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
