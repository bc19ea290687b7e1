using Microsoft.Extensions.DependencyInjection;
using Pipeline.Crm;
using Pipeline.Imports;
using Pipeline.Imports.Presets;
using Pipeline.Testing.Docs;
using Pipeline.UnitTests.Settings;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Docs;

/// <summary>The page of uploads lists the columns, parameters and presets that uploads know, and no other.</summary>
public sealed class UploadsPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/uploads.md");

    [Theory]
    [InlineData("CRM: stages and amounts", "/api/crm")]
    [InlineData("Touches: contacts outside the website", "/api/touches")]
    [InlineData("Costs", "/api/costs")]
    [InlineData("Targets", "/api/targets")]
    public void Columns_OfAnUpload_AreAllListed(string section, string endpoint)
    {
        using var services = Composition.Of();
        ImportTable[] tables =
        [
            CrmColumns.All,
            TouchImport.Columns,
            ActivatorUtilities.GetServiceOrCreateInstance<CostImport>(services).Table,
            ActivatorUtilities.GetServiceOrCreateInstance<TargetImport>(services).Table,
        ];
        var table = tables.Single(table => table.Endpoint == endpoint);
        var told = Page.Rows(Page.Section(section)).SelectMany(row => MarkdownPage.Marked(row[0]));

        Assert.Contains($"`POST {endpoint}`", Page.Section(section), StringComparison.Ordinal);
        Assert.Equal(table.Columns.Select(column => column.Name).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parameters_OfUploads_AreAllListed()
    {
        var told = Page.Rows(Page.Section("What is read")).SelectMany(row => MarkdownPage.Marked(row[0])).ToList();

        string[] families = [ImportSettings.MapPrefix
            + "COLUMN", ImportSettings.SetPrefix + "COLUMN", ImportSettings.StagePrefix + "NAME", ImportSettings.ChannelPrefix + "NAME"];
        Assert.Equal(ImportSettings.Names.Concat(families).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Presets_AreAllListed_WithTheirFileAndRoute()
    {
        var told = Page.Rows(Page.Section("Exports that are known"))
            .Select(row => (MarkdownPage.Marked(row[0])[0], Title: row[1].Split(';')[0], Endpoint: row[2].Trim('`')))
            .Order();

        Assert.Equal(
            PresetBook.All.Select(preset => (preset.Name, preset.Title, preset.Endpoint ?? "any")).Order(),
            told);
    }
}
