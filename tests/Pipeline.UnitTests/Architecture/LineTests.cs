namespace Pipeline.UnitTests.Architecture;

public sealed class LineTests
{
    private const int Longest = 140;

    [Fact]
    public void Lines_OfTheProduct_AreAtMost140CharactersLong() => Assert.Empty(
        RepositoryFiles.Sources("src")
            .Where(file => !file.Path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => file.Text.Split('\n').Select((line, place) => (file.Path, Number: place + 1, line.Length)))
            .Where(line => line.Length > Longest)
            .Select(line => $"{line.Path}:{line.Number} has {line.Length} characters"));
}
