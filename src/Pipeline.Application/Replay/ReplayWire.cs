using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Replay;

// What came by the pixel or by a form, as an event on the wire: one reader then finds every fault of all of them.
internal static class ReplayWire
{
    public static byte[] OfPixel(string query)
    {
        var members = new List<(string Name, string? Value)> { ("type", "page_view") };
        foreach (var pair in query.TrimStart('?').Split('&'))
        {
            var end = pair.IndexOf('=', StringComparison.Ordinal);
            var name = end < 0 ? pair : pair[..end];
            if (end >= 0 && name is "url" or "ref" or "title" or "id" && !members.Exists(member => member.Name == name))
            {
                members.Add((name, Uri.UnescapeDataString(pair[(end + 1)..].Replace('+', ' '))));
            }
        }

        return Write(members, null);
    }

    public static byte[]? OfForm(string form, string payload, IOptions<CaptureOptions> options, List<Problem> problems)
    {
        var fields = FormJson.Read(Encoding.UTF8.GetBytes(payload), options, out var faults);
        problems.AddRange(faults);
        if (faults.Count > 0)
        {
            return null;
        }

        var values = new FormValues(new FormMapping(options.Value).Apply(form, fields), problems);
        var page = values.Hidden("_url");
        return Write(
            [
                ("type", "form"),
                ("form", form),
                ("id", values.Hidden("_id")),
                ("page", values.Hidden("_page")),
                ("url", PageAddress.Parse(page) is null ? null : page),
                ("ref", values.Hidden("_ref")),
                ("email", values.Hidden("email") ?? ""),
            ],
            values.Others(options.Value.HoneypotField));
    }

    private static byte[] Write(IEnumerable<(string Name, string? Value)> members, SortedDictionary<string, string>? fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            if (fields is not null)
            {
                writer.WriteStartObject("fields");
                foreach (var (name, value) in fields)
                {
                    writer.WriteString(name, value);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
