using System.Text.RegularExpressions;

namespace Pipeline.Testing.Docs;

/// <summary>A Markdown page of the repository: its headings, tables, links, marked words and blocks.</summary>
public sealed partial class MarkdownPage
{
    private readonly List<(int Level, string Title, string Anchor, int Line)> _headings = [];
    private readonly string[] _lines;

    private MarkdownPage(string path, string text)
    {
        Path = path;
        _lines = text.Split('\n');
        var isCode = false;
        for (var number = 0; number < _lines.Length; number++)
        {
            isCode ^= Fence().IsMatch(_lines[number]);
            if (!isCode && Heading().Match(_lines[number]) is { Success: true } heading)
            {
                var title = heading.Groups["title"].Value;
                _headings.Add((heading.Groups["level"].Length, title, AnchorOf(title), number));
            }
        }
    }

    /// <summary>Path from the repository's folder.</summary>
    public string Path { get; }

    /// <summary>Number of lines.</summary>
    public int LineCount => _lines.Length - (_lines[^1].Length == 0 ? 1 : 0);

    /// <summary>Names under which its headings can be linked to.</summary>
    public IReadOnlyList<string> Anchors =>
    [
        .. _headings
            .Select((heading, place) => (heading.Anchor, Before: _headings.Take(place).Count(other => other.Anchor == heading.Anchor)))
            .Select(item => item.Before == 0 ? item.Anchor : $"{item.Anchor}-{item.Before}"),
    ];

    /// <summary>Targets of its links, blocks of code left out.</summary>
    public IReadOnlyList<string> Links =>
        [.. Prose(_lines).SelectMany(line => Link().Matches(CodeSpan().Replace(line, "code"))).Select(link => link.Groups["target"].Value)];

    /// <summary>Its blocks of code with their language.</summary>
    public IReadOnlyList<(string Language, string Text)> Blocks => BlocksOf(_lines);

    /// <summary>Reads a page.</summary>
    /// <param name="path">Path from the repository's folder.</param>
    public static MarkdownPage Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)));

    /// <summary>Words that are marked as code in a text, its blocks left out.</summary>
    /// <param name="text">Text of a page.</param>
    public static IReadOnlyList<string> Marked(string text) =>
    [
        .. Prose(text.Split('\n')).SelectMany(line => CodeSpan().Matches(line))
            .Select(span => span.Groups["code"].Value.Replace(@"\|", "|", StringComparison.Ordinal)),
    ];

    /// <summary>The lines below a heading, up to the next one of its level or above.</summary>
    /// <param name="title">Heading.</param>
    public string Section(string title)
    {
        var place = _headings.FindIndex(heading => heading.Title == title);
        if (place < 0)
        {
            throw new ArgumentException($"{Path} has no heading '{title}'.", nameof(title));
        }

        var end = _headings.Skip(place + 1)
            .Where(heading => heading.Level <= _headings[place].Level)
            .Select(heading => heading.Line)
            .FirstOrDefault(_lines.Length);
        return string.Join('\n', _lines[(_headings[place].Line + 1)..end]);
    }

    /// <summary>Cells of the rows of all tables in a text, heads left out.</summary>
    /// <param name="text">Text of a page; null takes the whole page.</param>
    public IReadOnlyList<IReadOnlyList<string>> Rows(string? text = null)
    {
        var rows = new List<IReadOnlyList<string>>();
        var isHead = true;
        foreach (var line in Prose(text?.Split('\n') ?? _lines).Select(line => line.Trim()))
        {
            if (!line.StartsWith('|'))
            {
                isHead = true;
            }
            else if (line.Trim('|', '-', ' ', ':').Length == 0)
            {
                isHead = false;
            }
            else if (!isHead)
            {
                rows.Add([.. Bar().Split(line.Trim('|')).Select(cell => cell.Trim())]);
            }
        }

        return rows;
    }

    private static List<(string Language, string Text)> BlocksOf(IEnumerable<string> lines)
    {
        var blocks = new List<(string Language, string Text)>();
        List<string>? block = null;
        var language = string.Empty;
        foreach (var line in lines)
        {
            if (Fence().Match(line) is not { Success: true } fence)
            {
                block?.Add(line);
            }
            else if (block is null)
            {
                (block, language) = ([], fence.Groups["language"].Value);
            }
            else
            {
                blocks.Add((language, string.Join('\n', block)));
                block = null;
            }
        }

        return blocks;
    }

    private static IEnumerable<string> Prose(IEnumerable<string> lines)
    {
        var isCode = false;
        foreach (var line in lines)
        {
            var isFence = Fence().IsMatch(line);
            if (!isCode && !isFence)
            {
                yield return line;
            }

            isCode ^= isFence;
        }
    }

    // As GitHub makes them: letters, digits, hyphens and underscores in lower case, a hyphen for each space.
    private static string AnchorOf(string title) =>
        NoAnchor().Replace(title.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-');

    [GeneratedRegex(@"^\s*```(?<language>\w*)\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?<level>#{1,6}) (?<title>.+?)\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M}\-_ ]")]
    private static partial Regex NoAnchor();
}
