using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Imports.Presets;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Testing.Docs;
using Pipeline.Testing.Worlds;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Docs;

/// <summary>What the page of the architecture names is there: types, paths, projects, tables, rows, records and queues.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/architecture.md");
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));

    [Fact]
    public void Types_ThatAreNamed_Exist()
    {
        var known = ProductAssemblies.Types.Select(type => type.Name.Split('`')[0])
            .Concat(FunctionTypes.Methods.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name))
            .Concat(TableNames.All)
            .ToHashSet(StringComparer.Ordinal);
        var named = MarkdownPage.Marked(Text).Where(word => TypeName().IsMatch(word)).Distinct().ToList();

        Assert.True(named.Count > 80, $"Only {named.Count} types are named.");
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Namespaces_ThatAreNamed_Exist()
    {
        var known = ProductAssemblies.Types.Select(type => type.Namespace ?? string.Empty).ToHashSet();
        var named = MarkdownPage.Marked(Text).Where(word => word.StartsWith("Pipeline.", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Paths_ThatAreNamed_Exist() => Assert.All(
        MarkdownPage.Marked(Text).Where(word => PathName().IsMatch(word)),
        path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));

    [Fact]
    public void Projects_AreAllListed() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => "src/" + Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
        Page.Rows(Page.Section("Projects")).Select(row => MarkdownPage.Marked(row[0])[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Tables_AreAllListed() => Assert.Equal(
        TableNames.All.Order(StringComparer.Ordinal),
        Tables().Select(row => MarkdownPage.Marked(row[0])[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Queues_AreAllListed()
    {
        var told = Page.Rows(Page.Section("Tables")).Where(row => row.Count == 3).Select(row => MarkdownPage.Marked(row[0])[0]);
        var queues = typeof(QueueNames).GetFields()
            .Where(field => field.Name != nameof(QueueNames.PoisonSuffix))
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(queues.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stages_NameEveryFunctionThatNoRequestCalls()
    {
        var told = MarkdownPage.Marked(Page.Section("The flow"));
        var http = HttpFunction.All.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        var silent = FunctionTypes.Methods.Select(method => method.DeclaringType!.Name).Distinct().Where(name => !http.Contains(name));

        Assert.Empty(silent.Except(told));
    }

    [Fact]
    public void Records_ThatAreStoredOrQueued_AreAllNamedBesideTheTables()
    {
        var told = MarkdownPage.Marked(Page.Section("Tables"));

        Assert.True(Records().Count() >= 20);
        Assert.Empty(Records().Select(type => type.Name).Except(told));
    }

    [Fact]
    public async Task Rows_ThatAreWritten_AreThoseThatThePageNames()
    {
        var written = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 12; seed++)
        {
            using var bed = PipelineBed.InMemory();
            var world = WorldGenerator.Make(seed);
            _ = await WorldRun.InOrderAsync(world, bed, isShort: true);
            await bed.HandleAsync(new WorkMessage(QueueNames.Events, MessageOf(world)));
            written.UnionWith(TableNames.All.Where(name => name != TableNames.Rejected)
                .SelectMany(name => bed.Memory!.Rows(name), (name, row) => $"{name} {KindOf(name, row)}"));
        }

        var told = Tables().Where(row => !row[0].Contains(TableNames.Rejected, StringComparison.Ordinal)).SelectMany(
            row => MarkdownPage.Marked(row[1] + row[2]).Select(KindOf),
            (row, kind) => $"{MarkdownPage.Marked(row[0])[0]} {kind}").ToHashSet(StringComparer.Ordinal);

        // What no world does: costs, targets, rebuilds, uploads that die, other rules than those of scores.
        string[] notMade =
        [
            "Inputs cost", "Inputs target", "Inputs pending", "Rollups rebuild", "Settings channels", "Settings links", "Settings stages",
        ];
        Assert.Empty(written.Except(told));
        Assert.Empty(told.Where(kind => RowKind().IsMatch(kind)).Except(written).Except(notMade));
    }

    private static IEnumerable<IReadOnlyList<string>> Tables() => Page.Rows(Page.Section("Tables")).Where(row => row.Count == 4);

    // Shapes with a version that one of the JSON contexts of storage and queues writes.
    private static IEnumerable<Type> Records() => ProductAssemblies.Types
        .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
        .SelectMany(type => type.GetCustomAttributesData())
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
        .Where(type => type.GetProperty("Version")?.PropertyType == typeof(int) && type != typeof(Preset))
        .Distinct();

    // Rows of these tables are told apart by their row key, those of the others by their partition.
    private static string KindOf(string table, TableEntity row) => table is TableNames.Visitors or TableNames.Leads or TableNames.Days
        ? KindOf(row.RowKey)
        : KindOf(row.PartitionKey);

    private static string KindOf(string key) => key.Split('|')[0];

    private static string MessageOf(World world) => System.Text.Encoding.UTF8.GetString(EventMessageJson.Write(new EventMessage
    {
        Version = EventMessage.CurrentVersion,
        Events = [],
        Consents =
        [
            new ConsentFact
            {
                Id = "decision",
                VisitorId = world.VisitorIds.First(),
                State = ConsentState.Granted,
                OccurredAt = world.Start,
                ReceivedAt = world.Start,
            },
        ],
        AnonymousViews =
        [
            new AnonymousView { Id = "view", OccurredAt = world.Start, Page = "https://www.example.org/", Channel = "Direct" },
        ],
    }));

    [GeneratedRegex("^[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^(?:src|tests|docs|infra|\.ci)/[\w./-]+$")]
    private static partial Regex PathName();

    [GeneratedRegex(@"^\w+ [a-z]+$")]
    private static partial Regex RowKind();
}
