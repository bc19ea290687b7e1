namespace Pipeline.Channels;

/// <summary>One thing that is wrong in a channel rules document.</summary>
/// <param name="Path">JSON path of the place, for example <c>$.lists.search[3].domains[0]</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ChannelRulesProblem(string Path, string Message);
