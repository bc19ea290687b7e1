using Pipeline.Lifecycle;

namespace Pipeline.UnitTests.Lifecycle;

public sealed class StagesDocumentTests
{
    [Theory]
    [InlineData("Closed Won", "customer")]
    [InlineData("closed-won", "customer")]
    [InlineData("Won", "customer")]
    [InlineData(" GAGNE ", "customer")]
    [InlineData("Gagné", "customer")]
    [InlineData("Closed Lost", "lost")]
    [InlineData("Perdu", "lost")]
    [InlineData("Prospect", "lead")]
    [InlineData("Sales Qualified", "sql")]
    [InlineData("qualifie", "sql")]
    [InlineData("OPPORTUNITE", "opportunity")]
    [InlineData("Devis", "opportunity")]
    [InlineData("mql", "mql")]
    [InlineData("Ambassadeur", "advocate")]
    [InlineData("À relancer", "recycled")]
    public void ShippedStages_KnowTheNamesOfTheField(string text, string id) =>
        Assert.Equal(id, new StageBook(StagesDocument.Default).Find(text)?.Id);

    [Fact]
    public void ShippedStages_HaveTheShippedOrder() =>
        Assert.Equal(StageNames.All, StagesDocument.Default.Stages.Select(stage => stage.Id));

    [Fact]
    public void Find_OfAnUnknownName_FindsNone() => Assert.Null(new StageBook(StagesDocument.Default).Find("Etape 7"));

    [Fact]
    public void Read_OfWhatItWrites_IsTheSame()
    {
        var reading = StagesDocument.Form.Read(StagesDocument.Default.ToJson());

        Assert.Empty(reading.Problems);
        Assert.Equal(StagesDocument.Default.ToJson(), reading.Document!.ToJson());
    }

    [Fact]
    public void Read_AnOwnStage_CountsAsTheShippedOne()
    {
        var document = StagesDocument.Default with
        {
            Stages = [.. StagesDocument.Default.Stages, new StageDefinition { Id = "pilot", Name = "Pilote", CountsAs = "opportunity" }],
        };

        Assert.Empty(StagesDocument.Form.Check(document));
        Assert.Equal("opportunity", new StageBook(document).Find("PILOTE")?.Meaning);
        Assert.Equal((10, int.MaxValue), (new StageBook(document).OrderOf("pilot"), new StageBook(document).OrderOf("gone")));
    }

    [Fact]
    public void Read_OfAFaultyDocument_ListsEveryProblemByItsPath()
    {
        var stages = StagesDocument.Default.Stages.Where(stage => stage.Id != StageNames.Sql).ToList();
        var document = StagesDocument.Default with
        {
            Stages =
            [
                .. stages,
                new StageDefinition { Id = "lost", Name = "Verloren" },
                new StageDefinition { Id = "x1", Name = "…", Aliases = ["gagne"] },
            ],
        };

        Assert.Equal(
            ["$.stages[9].id", "$.stages[10].name", "$.stages[10].aliases[0]", "$.stages"],
            StagesDocument.Form.Check(document).Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("{", "$")]
    [InlineData("""{"version":2,"stages":[]}""", "$.version")]
    [InlineData("""{"version":1,"stages":[{"id":"A b","name":"x"}]}""", "$.stages[0].id")]
    [InlineData("""{"version":1,"stages":[{"id":"a","name":"x","countsAs":"gold"}]}""", "$.stages[0].countsAs")]
    public void Read_OfABadForm_NamesThePlace(string json, string path) =>
        Assert.Contains(StagesDocument.Form.Read(json).Problems, problem => problem.Field == path);
}
