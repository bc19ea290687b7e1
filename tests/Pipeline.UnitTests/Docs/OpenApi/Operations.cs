using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Capture.Intake;
using Pipeline.Crm;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Leads;
using Pipeline.Functions.Settings;
using Pipeline.Health;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Previews;
using Pipeline.Leads.Shown;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Deals;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Funnel;
using Pipeline.Reports.Insights;
using Pipeline.Reports.Nurture;
using Pipeline.Reports.Paths;
using Pipeline.Reports.Quality;
using Pipeline.Reports.Runway;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Settings;
using Pipeline.UnitTests.Settings;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>
/// Body and answers of every function that answers requests, by its name; with that of the report where it gives several.
/// </summary>
internal static class Operations
{
    private const string Html = "text/html";
    private const string Csv = "text/csv";

    public static IReadOnlyDictionary<string, Operation> All { get; } = new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["ServeTrackerScript"] = new() { Answers = [Answer(200, Media.Text("text/javascript")), Answer(304)] },
        ["ServeFormScript"] = new() { Answers = [Answer(200, Media.Text("text/javascript")), Answer(304)] },
        ["CapturePixel"] = new()
        {
            Query = ["id", "img", "ref", "title", "url"],
            Answers = [Answer(200, Media.Text("image/gif")), Answer(204), Answer(503, Media.Text("image/gif"))],
        },
        ["CaptureEvents"] = new()
        {
            Body = [Media.Named(EventSchemas.Batch), Media.Named(EventSchemas.Batch, "text/plain")],
            Answers = [.. new[] { 200, 400, 403, 413 }.Select(status => Answer(status, Media.Json(typeof(CaptureAnswer))))],
        },
        ["CaptureForm"] = new()
        {
            Body =
            [
                new("application/x-www-form-urlencoded", FormOf), new("multipart/form-data", FormOf), new("application/json", FormOf),
            ],
            Answers =
            [
                Answer(200, Media.Json(typeof(CaptureAnswer)), Media.Text(Html)),
                Answer(303),
                Answer(503, Media.Problem(), Media.Text(Html)),
            ],
            Problems = [400, 403, 413],
        },
        ["CaptureConsent"] = new()
        {
            Body = [Media.Named(EventSchemas.Decision), Media.Named(EventSchemas.Decision, "text/plain")],
            Answers = [.. new[] { 200, 400, 403, 413, 503 }.Select(status => Answer(status, Media.Json(typeof(ConsentAnswer))))],
        },
        ["MarkOwnBrowser"] = new() { Query = ["off"], Answers = [Answer(200, Media.Text(Html)), Answer(404, Media.Text(Html))] },
        ["FollowLink"] = new() { Query = ["cid"], Answers = [Answer(302), Answer(404, Media.Text(Html))] },
        ["ImportEvents"] = new()
        {
            Body = [Media.Named(EventSchemas.Batch)],
            Answers = [Answer(200, Media.Json(typeof(CaptureAnswer)))],
            Problems = [413, 503],
        },
        ["ImportCrm"] = Upload(_ => CrmColumns.All),
        ["ImportTouches"] = Upload(_ => TouchImport.Columns),
        ["ImportCosts"] = Upload(services => ActivatorUtilities.GetServiceOrCreateInstance<CostImport>(services).Table),
        ["ImportTargets"] = Upload(services => ActivatorUtilities.GetServiceOrCreateInstance<TargetImport>(services).Table),
        ["GetTemplate"] = new() { Answers = [Answer(200, Media.Text(Csv))], Problems = [404] },
        ["ListRejected"] = Of(typeof(RejectedList)),
        ["ReplayRejected"] = new()
        {
            Body = [Media.Text("text/plain"), Media.AnyObject()],
            Answers = [Answer(200, Media.Json(typeof(ReplayResult)))],
            Problems = [404, 413, 422, 503],
        },
        ["ListLeads"] = new() { Answers = [Answer(200, Media.Json(typeof(LeadPage)), Media.Text(Csv))] },
        ["FindLeads"] = new()
        {
            Body = [Media.Texts(
                "q",
                "stage",
                "grade",
                "owner",
                "since",
                "until",
                "count",
                "cursor",
                "at",
                "format",
                "excel",
                "delimiter",
                "bom",
                "decimal")],
            Answers = [Answer(200, Media.Json(typeof(LeadPage)), Media.Text(Csv))],
        },
        ["GetLead"] = Of(typeof(LeadDetail), typeof(DisownedLead)) with { Problems = [404] },
        ["DisownClaim"] = Of(typeof(DisownEntry)) with { Body = [Media.Texts([.. DisownChange.Fields])], Problems = [404] },
        ["UndoDisown"] = Of(typeof(DisownEntry)) with { Body = [Media.Texts([.. DisownChange.Fields])], Problems = [404] },
        ["UndoLink"] = Of(typeof(UndoneLink)) with { Body = [Media.Texts("actor", "reason")], Problems = [404] },
        ["AliasLead"] = Of(typeof(AliasOutcome)) with
        {
            Body = [Media.Texts("from", "to", "mistyped", "actor", "reason")],
            Problems = [409],
        },
        ["UndoAlias"] = Of(typeof(AliasOutcome)) with { Body = [Media.Texts("from", "to", "actor", "reason")], Problems = [404] },
        ["GetReport channels"] = Report(typeof(ChannelsReport)),
        ["GetReport attribution"] = Report(typeof(AttributionReport), typeof(DealReport)),
        ["GetReport funnel"] = Report(typeof(FunnelReport)),
        ["GetReport runway"] = Report(typeof(RunwayReport)),
        ["GetReport nurture"] = Report(typeof(NurtureReport)),
        ["GetReport paths"] = Report(typeof(PathsReport)),
        ["GetReport insights"] = Report(typeof(InsightsReport)),
        ["GetReport quality"] = Report(typeof(QualityReport)),
        ["StartRebuild"] = Of(typeof(RebuildProgress)),
        ["GetRebuild"] = Of(typeof(RebuildProgress)) with { Problems = [404] },
        ["ListSettings"] = Of(typeof(SettingsOverview)),
        ["GetSettings"] = new() { Answers = [Answer(200, Media.AnyObject())], Problems = [404] },
        ["PutSettings"] = Of(typeof(SettingsState)) with { Body = [Media.AnyObject()], Problems = [404, 412] },
        ["PreviewSettings"] = Of(typeof(Preview)) with { Body = [Media.AnyObject()], Problems = [404] },
        ["ActivateSettings"] = Of(typeof(SettingsState)) with { Problems = [404, 412] },
        ["RollBackSettings"] = Of(typeof(SettingsState)) with { Problems = [404, 409, 412] },
        ["GetSettingsHistory"] = Of(typeof(SettingsHistory)) with { Problems = [404] },
        ["GetSettingsSchema"] = new() { Answers = [Answer(200, Media.AnyObject("application/schema+json"))], Problems = [404] },
        ["GetHealth"] = new() { Answers = [Answer(200, Media.Json(typeof(HealthState))), Answer(503, Media.Json(typeof(HealthState)))] },
        ["GetOpenApi"] = new() { Answers = [Answer(200, Media.AnyObject())] },
    };

    private static (int Status, IReadOnlyList<Media> Content) Answer(int status, params Media[] content) => (status, content);

    private static Operation Of(params Type[] types) => new() { Answers = [Answer(200, Media.Json(types))] };

    private static Operation Report(params Type[] types) =>
        new() { Answers = [Answer(200, Media.Json([.. types, typeof(ReportExplanation)]), Media.Text(Csv))] };

    private static Operation Upload(Func<IServiceProvider, ImportTable> table) => new()
    {
        Body =
        [
            Media.Text(Csv),
            Media.Text("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            new Media("application/json", _ => RowsOf(table)),
            new Media("multipart/form-data", _ => new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["file"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } },
                ["required"] = new JsonArray("file"),
            }),
        ],
        Answers = [Answer(200, Media.Json(typeof(ImportResult)))],
        Problems = [413],
    };

    private static JsonObject RowsOf(Func<IServiceProvider, ImportTable> table)
    {
        using var services = Composition.Of();
        var columns = table(services).Columns;
        return new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(columns.Select(column => KeyValuePair.Create<string, JsonNode?>(
                    column.Name, new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null") }))),
                ["required"] = new JsonArray([.. columns.Where(column => column.IsRequired).Select(column => (JsonNode)column.Name)]),
            },
        };
    }

    private static JsonObject FormOf(SchemaBook book) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["email"] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray("email"),
        ["additionalProperties"] = new JsonObject { ["type"] = "string" },
    };
}
