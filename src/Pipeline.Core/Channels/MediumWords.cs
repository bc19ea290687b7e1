using System.Collections.Frozen;

namespace Pipeline.Channels;

// Words that say "paid" or "e-mail": the patterns of GA4's default channel group, and those of the rules document.
internal sealed class MediumWords(WordLists lists)
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _paid = Compile(lists.Paid);
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _email = Compile(lists.Email);

    public bool IsPaid(ReadOnlySpan<char> medium) =>
        medium.Trim() is { IsEmpty: false } word && (Terms.IsPaid(word) || _paid.Contains(word));

    public bool IsEmail(ReadOnlySpan<char> text) =>
        text.Trim() is { IsEmpty: false } word && (Terms.IsEmail(word) || _email.Contains(word));

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Compile(IReadOnlyList<string>? words) =>
        (words ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
