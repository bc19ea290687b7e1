namespace Pipeline.LocalHost.Settings;

/// <summary>The application cannot start; the message is for the person who started it.</summary>
internal sealed class StartupException(string title, IReadOnlyList<string> problems) : Exception(Describe(title, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;

    private static string Describe(string title, IReadOnlyList<string> problems) =>
        problems.Count == 0
            ? title
            : title + Environment.NewLine + string.Join(Environment.NewLine, problems.Select(problem => "  - " + problem));
}
