using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Crm;
using Pipeline.Imports;

namespace Pipeline.Testing.Worlds;

/// <summary>
/// An upload of a world. It travels as a message, so that a bed delivers it in any order, several times and again after a crash.
/// </summary>
/// <param name="At">When it was received.</param>
/// <param name="IsTouches">True for offline touches, false for CRM rows.</param>
/// <param name="Rows">Rows, as JSON objects.</param>
public sealed record WorldUpload(DateTimeOffset At, bool IsTouches, IReadOnlyList<SortedDictionary<string, string>> Rows)
{
    /// <summary>Moment that the file says it shows; null for that at which it was received.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Moment that it shows.</summary>
    [JsonIgnore]
    public DateTimeOffset SaidAt => AsOf ?? At;

    /// <summary>Name of the queue of such messages; beds alone have it.</summary>
    public const string Queue = "uploads";

    /// <summary>Addresses in its rows.</summary>
    public IEnumerable<string> Emails => Rows.Select(row => row["email"]);

    /// <summary>The message.</summary>
    public WorkMessage ToMessage() => new(Queue, JsonSerializer.Serialize(this));

    /// <summary>Handles the message.</summary>
    public static async Task HandleAsync(string text, LeadImports imports)
    {
        var upload = JsonSerializer.Deserialize<WorldUpload>(text)!;
        var request = new ImportRequest
        {
            Body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(upload.Rows)),
            ReceivedAt = upload.At,
            Query = upload.AsOf is { } at ? [new("asOf", at.ToString("O", CultureInfo.InvariantCulture))] : [],
        };
        var outcome = upload.IsTouches
            ? await imports.TakeTouchesAsync(request, CancellationToken.None)
            : await imports.TakeCrmAsync(request, CancellationToken.None);
        if (outcome.Result is not { RejectedRows: 0 })
        {
            throw new InvalidOperationException($"A world holds good rows alone: {JsonSerializer.Serialize(outcome)}");
        }
    }
}
