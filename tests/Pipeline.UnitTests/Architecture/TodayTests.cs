namespace Pipeline.UnitTests.Architecture;

/// <summary>
/// What takes the machine's date fails on some days only; such tests bear a trait, by which CI runs them on a bad day too.
/// </summary>
public sealed class TodayTests
{
    private const string Trait = "[Trait(\"Clock\", \"Today\")]";

    [Theory]
    [InlineData("PipelineApp.")]
    [InlineData("TimeProvider.System.GetUtcNow()")]
    [InlineData("TimeProvider.System.GetLocalNow()")]
    public void Tests_ThatTakeTodaysDate_SaySo(string sign)
    {
        var silent = RepositoryFiles.Sources("tests")
            .Where(file => file.Path.EndsWith("Tests.cs", StringComparison.Ordinal)
                && !file.Path.EndsWith(nameof(TodayTests) + ".cs", StringComparison.Ordinal))
            .Where(file => file.Text.Contains(sign, StringComparison.Ordinal) && !file.Text.Contains(Trait, StringComparison.Ordinal))
            .Select(file => file.Path);

        Assert.Empty(silent);
    }

    [Fact]
    public void Services_OfTests_AreGivenTheirClock()
    {
        var machines = RepositoryFiles.Sources("tests")
            .Where(file => file.Text.Contains(".AddSingleton(" + nameof(TimeProvider) + ".System)", StringComparison.Ordinal))
            .Select(file => file.Path);

        Assert.Empty(machines);
    }
}
