using System.Globalization;
using System.Text.Json;

namespace Pipeline.Problems;

/// <summary>
/// What JSON may say by its grammar and cannot mean: a name twice in one object, of which every reader keeps another one, and half
/// characters (lone surrogates, bytes that are no UTF-8), which cannot be stored.
/// </summary>
public static class JsonFaults
{
    /// <summary>Most faults that are told: 50.</summary>
    public const int MaxFaults = 50;

    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Lists the faults of a text; where it stops to be JSON the list ends, for whoever parses it tells that.</summary>
    /// <param name="json">UTF-8 without a mark at its beginning.</param>
    /// <returns>Each with its path as field, for example <c>$.rules[2].name</c>.</returns>
    public static IReadOnlyList<Problem> Of(ReadOnlySpan<byte> json)
    {
        var problems = new List<Problem>();
        var open = new Stack<Level>();
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            while (problems.Count < MaxFaults && reader.Read())
            {
                Take(ref reader, open, problems);
            }
        }
        catch (JsonException)
        {
            // Told by whoever parses it.
        }

        return problems;
    }

    private static void Take(ref Utf8JsonReader reader, Stack<Level> open, List<Problem> problems)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                open.Peek().Name(Text(ref reader), problems);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _ = open.Pop();
                break;
            default:
                var path = open.TryPeek(out var around) ? around.Next() : "$";
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    open.Push(new Level(path, reader.TokenType == JsonTokenType.StartObject));
                }
                else if (reader.TokenType == JsonTokenType.String && Text(ref reader) is null)
                {
                    problems.Add(new Problem(
                        Problem.Invalid, path, "holds half a character (a lone surrogate, or no UTF-8); write it whole."));
                }

                break;
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // An object or array that is being read.
    private sealed class Level(string path, bool isObject)
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private string _member = "";
        private int _index;

        public void Name(string? name, List<Problem> problems)
        {
            _member = name ?? "?";
            if (name is null)
            {
                problems.Add(new Problem(
                    Problem.Invalid, path, "has a name with half a character (a lone surrogate, or no UTF-8); write it whole."));
            }
            else if (!_names.Add(name))
            {
                problems.Add(new Problem(Problem.Invalid, $"{path}.{name}", "stands twice in one object; leave one out."));
            }
        }

        public string Next() =>
            isObject ? $"{path}.{_member}" : string.Create(CultureInfo.InvariantCulture, $"{path}[{_index++}]");
    }
}
