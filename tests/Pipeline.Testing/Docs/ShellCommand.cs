using System.Text;

namespace Pipeline.Testing.Docs;

/// <summary>A command as it stands on a page: words, in or without quotes; comments and redirections are left out.</summary>
/// <param name="Words">Its words, without the assignments before them.</param>
public sealed record ShellCommand(IReadOnlyList<string> Words)
{
    /// <summary>Name of the program.</summary>
    public string Program => Words[0];

    /// <summary>Takes a block apart.</summary>
    /// <param name="block">Lines of a block of code.</param>
    /// <exception cref="FormatException">A quote stays open.</exception>
    public static IReadOnlyList<ShellCommand> Parse(string block)
    {
        var commands = new List<ShellCommand>();
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        var isComment = false;
        foreach (var letter in block + "\n")
        {
            if (isComment && letter != '\n')
            {
                continue;
            }

            if (quote is not null)
            {
                if (letter == quote)
                {
                    quote = null;
                }
                else
                {
                    word!.Append(letter);
                }
            }
            else if (letter is '\'' or '"')
            {
                (quote, word) = (letter, word ?? new StringBuilder());
            }
            else if (char.IsWhiteSpace(letter))
            {
                End();
                if (letter == '\n')
                {
                    isComment = false;
                    Finish();
                }
            }
            else if (letter == '#' && word is null)
            {
                isComment = true;
            }
            else
            {
                (word ??= new StringBuilder()).Append(letter);
            }
        }

        return quote is null ? commands : throw new FormatException($"A quote stays open in: {block}");

        void End()
        {
            if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }

        void Finish()
        {
            var kept = words.TakeWhile(item => item != ">").SkipWhile(IsAssignment).ToList();
            if (kept.Count > 0)
            {
                commands.Add(new ShellCommand(kept));
            }

            words = [];
        }
    }

    private static bool IsAssignment(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and var end
        && word[..end].All(letter => char.IsAsciiLetterUpper(letter) || letter == '_');
}
