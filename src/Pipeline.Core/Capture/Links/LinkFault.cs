namespace Pipeline.Capture.Links;

// Member is that of the configuration (Target, Campaign:Source); empty for the link's name. Message goes on from the member's name.
internal readonly record struct LinkFault(string Member, string Message)
{
    public string InConfiguration(string name)
    {
        var place = $"{LinkOptions.Section}:Links:{name}";
        return Member.Length == 0 ? $"{place}: the name {Message}" : $"{place}:{Member} {Message}";
    }

    public string Path(string link) =>
        $"{link}." + (Member.Length == 0 ? "name" : Member.Replace(':', '.').ToLowerInvariant());
}
