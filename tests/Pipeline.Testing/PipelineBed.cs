using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Crm;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Identity;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Handoffs;
using Pipeline.Leads.Pages;
using Pipeline.Leads.Shown;
using Pipeline.Money;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Reports;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Rollups;
using Pipeline.Ruleset;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Testing;

/// <summary>
/// Every stage behind capture, as the program composes it, on tables and queues that a test sees through: it delivers the messages
/// itself, in any order and as often as it likes, and counts, delays or breaks any storage call.
/// </summary>
public sealed class PipelineBed : IDisposable, IAsyncDisposable
{
    /// <summary>Time zone of the bed's local days.</summary>
    public const string TimeZone = "Europe/Paris";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    private readonly ServiceProvider _services;
    private readonly ServiceProvider? _account;

    private PipelineBed(ITables tables, ServiceProvider? account, ManualClock? clock)
    {
        _account = account;
        Clock = clock ?? new ManualClock();
        Queue = new InMemoryWorkQueue(Calls, Clock);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"{PipelineOptions.Section}:{nameof(TimeOptions.TimeZone)}", TimeZone)]).Build();
        _services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Rules.Channels)
            .AddSingleton(Rules.Scoring)
            .AddSingleton(new ConflictRetry(account is null ? new ImpatientTime(Clock) : TimeProvider.System))
            .AddSingleton<IRandomBytes, FixedRandomBytes>()
            .AddSingleton<ITables>(new ObservedTables(tables, Calls))
            .AddSingleton<IWorkQueue>(Queue)
            .AddSingleton<IHandoffReceiver>(Handoffs)
            .AddPipelineSettings()
            .AddSingleton<QueueIntake>()
            .AddIdentity()
            .AddScoring()
            .AddImports().AddCrm()
            .AddReporting()
            .AddStores()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    /// <summary>The bed's clock; stands still unless a test moves it.</summary>
    public ManualClock Clock { get; }

    /// <summary>The messages.</summary>
    public InMemoryWorkQueue Queue { get; }

    /// <summary>Who is told of leads that are ready; nobody unless a test says so.</summary>
    public FakeHandoffReceiver Handoffs { get; } = new();

    /// <summary>The storage calls.</summary>
    public StorageCalls Calls { get; } = new();

    /// <summary>The rows, when they are in memory.</summary>
    public InMemoryTables? Memory { get; private init; }

    /// <summary>Lead ids of every bed.</summary>
    public static LeadIds LeadIds { get; } = new(new FixedRandomBytes().Next(32));

    /// <summary>A bed on tables in memory.</summary>
    public static PipelineBed InMemory(ManualClock? clock = null)
    {
        clock ??= new ManualClock();
        var memory = new InMemoryTables(clock);
        return new PipelineBed(memory, null, clock) { Memory = memory };
    }

    /// <summary>A bed on tables of an account; the queue stays in memory.</summary>
    /// <param name="connectionString">Account.</param>
    /// <param name="tablePrefix">Text in front of the table names that no other test uses.</param>
    /// <param name="clock">Clock; null makes one.</param>
    public static async Task<PipelineBed> OnAccountAsync(string connectionString, string tablePrefix, ManualClock? clock = null)
    {
        var account = Account(connectionString, tablePrefix);
        foreach (var setup in account.GetServices<IHostedService>())
        {
            await setup.StartAsync(CancellationToken.None);
        }

        return new PipelineBed(account.GetRequiredService<ITables>(), account, clock);
    }

    /// <summary>The stores of every stage on tables of an account.</summary>
    /// <param name="connectionString">Account.</param>
    /// <param name="tablePrefix">Text in front of the table names.</param>
    public static ServiceProvider Account(string connectionString, string tablePrefix) => new ServiceCollection()
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
        .AddSingleton<TimeProvider>(new ImpatientTime(new ManualClock()))
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("AzureWebJobsStorage", connectionString),
                new($"{StorageOptions.Section}:{nameof(StorageOptions.TablePrefix)}", tablePrefix),
            ])
            .Build())
        .AddStorage()
        .AddTableGuard()
        .BuildServiceProvider();

    /// <summary>Gives a service.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The view of leads by the rules in use.</summary>
    public async Task<LeadView> LeadViewAsync() => new(await Get<CurrentRules>().GetAsync(CancellationToken.None), Get<LocalTime>());

    /// <summary>Makes one <c>events</c> message.</summary>
    public static WorkMessage Message(params IReadOnlyList<CapturedEvent> events) => new(
        QueueNames.Events,
        Encoding.UTF8.GetString(EventMessageJson.Write(new EventMessage { Version = EventMessage.CurrentVersion, Events = events })));

    /// <summary>Handles one message, as it lies in its queue, and passes on what its handler throws.</summary>
    public Task HandleAsync(WorkMessage message) => message.Run is { } run ? run(this) : message.Queue switch
    {
        QueueNames.Events => TakeAsync<EventMessage>(message, EventMessageJson.TryParse, Get<IdentityHandler>().HandleAsync),
        QueueNames.Scores => TakeAsync<ScoreMessage>(message, ScoreMessage.TryParse, Get<LeadRefreshHandler>().HandleAsync),
        QueueNames.Handoffs => TakeAsync<HandoffMessage>(message, HandoffMessage.TryParse, Get<HandoffHandler>().HandleAsync),
        QueueNames.Rollups => TakeAsync<RollupMessage>(message, RollupMessage.TryParse, Get<RollupHandler>().HandleAsync),
        Worlds.WorldUpload.Queue => Worlds.WorldUpload.HandleAsync(message.Text, Get<LeadImports>()),
        _ => throw new InvalidOperationException($"No handler for {message.Queue}."),
    };

    /// <summary>Handles events, one message, and everything that follows from them.</summary>
    public async Task CaptureAsync(params CapturedEvent[] events)
    {
        await HandleAsync(Message(events));
        await DrainAsync();
    }

    /// <summary>Handles messages until none waits. One that a crash or a fault stopped is delivered again.</summary>
    /// <param name="random">Chooses the order; null takes the oldest first.</param>
    public async Task DrainAsync(Random? random = null)
    {
        while (Queue.Take(random) is { } message)
        {
            await SurviveAsync(message);
        }
    }

    /// <summary>Handles one message; puts it back when a crash or a fault stops it.</summary>
    public Task SurviveAsync(WorkMessage message) => SurviveAsync(() => HandleAsync(message), () => Queue.Put(message));

    /// <summary>Runs the nightly timers and all that they put; a crashed timer runs again.</summary>
    /// <param name="random">Chooses the order of messages; null takes the oldest first.</param>
    public async Task NightAsync(Random? random = null)
    {
        await TimerAsync(() => Get<DecaySchedule>().EnqueueAsync(CancellationToken.None));
        await DrainAsync(random);
        await TimerAsync(() => Get<RollupSchedule>().EnqueueAsync(CancellationToken.None));
        await DrainAsync(random);
    }

    /// <summary>What is stored, as text: states, profiles, the index rows that they confirm, roll-ups.</summary>
    /// <param name="visitorIds">Visitors to show.</param>
    /// <param name="leadIds">Leads to show.</param>
    /// <param name="from">First day of roll-ups.</param>
    public async Task<string> DumpViewsAsync(IEnumerable<string> visitorIds, IEnumerable<string> leadIds, DateOnly from)
    {
        var text = new StringBuilder();
        foreach (var id in visitorIds.Order(StringComparer.Ordinal))
        {
            var state = (await Get<IVisitorStore>().GetStateAsync(id, default)).Value;
            // Whom to ask depends on the order of arrival; all else must not.
            Add(text, $"visitor {id}", Write(state is null ? null : state with { FormerLeads = [] }));
            for (var row = 0; row < state?.OlderVisits / VisitorState.VisitsPerRow; row++)
            {
                Add(text, $"older {row}", Write(await Get<IVisitorStore>().GetOlderVisitsAsync(id, row, default)));
            }

            await AddMissingAsync(text, DayEntryKind.Visit, id, state?.Days ?? []);
        }

        var entries = (await Get<ILeadPageStore>().ListAsync(default)).SelectMany(page => PageText.Read(page.Text))
            .ToDictionary(entry => entry.LeadId, StringComparer.Ordinal);
        foreach (var id in leadIds.Order(StringComparer.Ordinal))
        {
            var profile = (await Get<ILeadStore>().GetProfileAsync(id, default)).Value;
            Add(text, $"profile {id}", Write(profile is null ? null : profile with { Generation = 0 }));
            AddPage(text, id, profile, entries.GetValueOrDefault(id));
            await AddMissingAsync(text, DayEntryKind.Conversion, id, profile?.ConversionDays ?? []);
            await AddMissingAsync(text, DayEntryKind.Due, id, profile?.DueDay is { } due ? [due] : []);
        }

        foreach (var day in await Get<IRollupStore>().ListAsync(from, Get<LocalTime>().DayOf(Clock.GetUtcNow()), default))
        {
            var converted = day.Converted.Where(item => item.Value != default).OrderBy(item => item.Key);
            Add(
                text,
                $"roll-up {LocalTime.Text(day.Day)}",
                string.Join("; ", converted.Select(item => $"{item.Key} {item.Value.Micro} {item.Value.Amount}")));
            foreach (var row in day.Rows.OrderBy(row => row.Dimensions.ToString(), StringComparer.Ordinal))
            {
                var credits = row.Credits
                    .OrderBy(item => item.Key)
                    .Select(item => $"{item.Key.Kind} {item.Key.Model} {item.Value.Micro} {item.Value.Amount}");
                Add(text, $" {row.Dimensions}", $"{row.Visits} visits; {string.Join("; ", credits)}");
            }
        }

        foreach (var month in Month.Touched(from, Get<LocalTime>().DayOf(Clock.GetUtcNow())))
        {
            var scores = (await Get<IMonthEndStore>().ListAsync(month, default)).OrderBy(item => item.Key, StringComparer.Ordinal);
            Add(
                text,
                $"month end {LocalTime.Text(month.FirstDay)}",
                string.Join("; ", scores.Select(item => $"{item.Key} {item.Value:R}")));
        }

        return text.ToString();
    }

    /// <summary>What the interface answers, as text: leads, their list and the reports.</summary>
    /// <param name="leadIds">Leads to show.</param>
    /// <param name="from">First day of reports.</param>
    /// <param name="at">Moment to answer as of; null answers as of now.</param>
    public async Task<string> DumpAnswersAsync(IEnumerable<string> leadIds, DateOnly from, DateTimeOffset? at)
    {
        var text = new StringBuilder();
        foreach (var id in leadIds.Order(StringComparer.Ordinal))
        {
            Add(text, $"lead {id}", Write(await WithoutLogAsync(id, at)));
        }

        string? cursor = null;
        do
        {
            var page = await Get<LeadLists>().ListAsync(
                new LeadListQuery { Cursor = cursor, Count = LeadListQuery.MaxPage, At = at }, default);
            cursor = page.Next;
            Add(text, "list", Write(page.Leads));
        }
        while (cursor is not null);

        var to = LocalTime.Text(Get<LocalTime>().DayOf(Clock.GetUtcNow()));
        var query = ReportQuery.Read(
            name => name switch { "from" => LocalTime.Text(from), "to" => to, _ => null }, Clock.GetUtcNow(), Get<LocalTime>(), [])
            with
        { At = at };
        // What was restated tells in which nights facts came: a log, no part of the state.
        Add(text, "channels", Write(await Get<ChannelsKind>().BuildAsync(query, default) with { Restated = [] }));
        Add(text, "attribution", Write(await Get<AttributionKind>().BuildAsync(query, default) with { Restated = [] }));
        return text.ToString();
    }

    // Hand-offs are a log: what was pending before a late fact came stays visible.
    private async Task<LeadDetail?> WithoutLogAsync(string leadId, DateTimeOffset? at) =>
        await Get<LeadQueries>().GetAsync(leadId, at, default) is { } lead ? lead with { Handoffs = [] } : null;

    public void Dispose()
    {
        _services.Dispose();
        _account?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private Task TakeAsync<T>(WorkMessage message, MessageParser<T> parse, Func<T, CancellationToken, Task> handle)
        where T : class =>
        Get<QueueIntake>().HandleAsync(
            message.Queue, Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Text)), parse, handle, CancellationToken.None);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    private static void Add(StringBuilder text, string title, string? body) => text.Append(title).Append(": ").AppendLine(body ?? "-");

    // How often a profile was saved depends on the order of arrival; that its page holds the same generation must not.
    private static void AddPage(StringBuilder text, string leadId, LeadProfile? profile, LeadEntry? entry)
    {
        var expected = profile is null ? null : LeadEntry.Of(profile);
        if (PageText.Write(expected is null ? [] : [expected]) != PageText.Write(entry is { Lead: not null } ? [entry] : []))
        {
            Add(text, $"page of another generation {leadId}", $"{entry?.Generation} for {profile?.Generation}: {Write(entry)}");
        }
    }

    // The rows are hints: what counts is that none is missing of those that the view lists.
    private async Task AddMissingAsync(StringBuilder text, DayEntryKind kind, string id, IEnumerable<string> days)
    {
        foreach (var day in days)
        {
            if (await Get<IDayIndex>().GetETagAsync(kind, LocalTime.Parse(day), id, default) is null)
            {
                Add(text, $"missing in the day index: {kind} {id}", day);
            }
        }
    }

    private async Task TimerAsync(Func<Task> run)
    {
        for (var again = true; again;)
        {
            again = false;
            await SurviveAsync(run, () => again = true);
        }
    }

    private async Task SurviveAsync(Func<Task> run, Action again)
    {
        try
        {
            await run();
        }
        catch (Exception error) when (error is FaultException || Calls.IsDead)
        {
            Calls.Revive();
            again();
        }
    }
}
