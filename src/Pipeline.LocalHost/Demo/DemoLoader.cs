using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;

namespace Pipeline.LocalHost.Demo;

/// <summary>
/// Loads a demo year through the way in that everybody uses: events, sales, costs and targets over HTTP, then the queues, then the nightly
/// roll-up. Every id is the same each time, so an interrupted load can be run again.
/// </summary>
public sealed class DemoLoader
{
    private static readonly HttpStatusCode[] Busy =
        [HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable];

    private const int EventsPerRequest = 90;
    private const long MaxWaiting = 120;

    private readonly HttpClient _client;
    private readonly TextWriter _output;
    private readonly Func<CancellationToken, Task<long>> _waiting;
    private readonly TimeProvider _time;
    private readonly ProgressLine _progress;
    private readonly ResiliencePipeline<HttpResponseMessage> _retries;

    /// <summary>Makes a loader.</summary>
    /// <param name="client">Client of the application; its base address ends with a slash, its headers carry the key if there is
    /// one.</param>
    /// <param name="output">Gets the progress.</param>
    /// <param name="waiting">Counts the messages that wait or are being handled.</param>
    /// <param name="time">Clock.</param>
    public DemoLoader(HttpClient client, TextWriter output, Func<CancellationToken, Task<long>> waiting, TimeProvider time)
    {
        (_client, _output, _waiting, _time) = (client, output, waiting, time);
        _progress = new ProgressLine(output, time);
        _retries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 20,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(10),
                BackoffType = DelayBackoffType.Exponential,
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>().HandleResult(answer => Busy.Contains(answer.StatusCode)),
                OnRetry = busy =>
                {
                    busy.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Loads the year up to yesterday and waits until all of it is in the reports.</summary>
    /// <param name="cancellationToken">Stops; the next load goes on with what is missing.</param>
    /// <exception cref="DemoDataException">The application refused something.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var end = new DateTimeOffset(_time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var world = DemoWorld.Until(end);
        var (first, last) = (DateOnly.FromDateTime(
            end.AddDays(-DemoWorld.Days).UtcDateTime), DateOnly.FromDateTime(end.AddDays(-1).UtcDateTime));
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Loading a demo year, {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: {world.People.Sum(person => person.Visits.Count)} visits of "
                + $"{world.People.Count} visitors."));

        await SendEventsAsync(world, cancellationToken);
        await DrainAsync("visitors and leads", cancellationToken);
        await UploadAsync("api/crm", DemoTables.Crm(world, end), cancellationToken);
        await UploadAsync("api/costs", DemoTables.Costs(first, last), cancellationToken);
        await UploadAsync("api/targets", DemoTables.Targets(first, last), cancellationToken);
        await DrainAsync("sales", cancellationToken);
        await PostAsync("admin/functions/RollUpDay", "{}", "application/json", cancellationToken);
        await DrainAsync("roll-ups", cancellationToken);
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"The demo year is loaded, in {_time.GetElapsedTime(started).TotalSeconds:0} s. Look at"));
        foreach (var path in new[]
        {
            "leads",
            $"reports/channels?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}",
            $"reports/attribution?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}&kind=customer",
        })
        {
            _output.WriteLine($"  {_client.BaseAddress}api/{path}");
        }
    }

    private async Task SendEventsAsync(DemoWorld world, CancellationToken cancellationToken)
    {
        var events = new JsonArray();
        var done = 0;
        foreach (var person in world.People)
        {
            // One visitor's events travel together as far as they fit: they cost one transaction then.
            foreach (var captured in DemoEvents.Of(person))
            {
                events.Add(captured);
            }

            done++;
            if (events.Count >= EventsPerRequest)
            {
                await SendAsync(events, cancellationToken);
                events = [];
                _progress.Show("events", (double)done / world.People.Count);
                await KeepShortAsync(cancellationToken);
            }
        }

        if (events.Count > 0)
        {
            await SendAsync(events, cancellationToken);
        }

        _progress.End("events");
    }

    private async Task SendAsync(JsonArray events, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["v"] = 1, ["events"] = events }.ToJsonString();
        while (true)
        {
            var answer = JsonNode.Parse(await PostAsync("api/events", body, "application/json", cancellationToken))!;
            if (answer["rejected"] is JsonArray { Count: > 0 } rejected)
            {
                throw new DemoDataException($"The application rejected events: {rejected.ToJsonString()}");
            }

            if (answer["retry"]?.GetValue<bool>() != true)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken);
        }
    }

    private async Task UploadAsync(string path, string table, CancellationToken cancellationToken)
    {
        var answer = JsonNode.Parse(await PostAsync(path, table, "text/csv", cancellationToken))!;
        if (answer["rejected"] is JsonArray { Count: > 0 } rejected)
        {
            throw new DemoDataException($"The application rejected rows of {path}: {rejected.ToJsonString()}");
        }

        _output.WriteLine($"{path}: {answer["rows"]} rows.");
    }

    private async Task<string> PostAsync(string path, string body, string type, CancellationToken cancellationToken)
    {
        using var answer = await _retries.ExecuteAsync(
            async token =>
            {
                using var content = new StringContent(body, Encoding.UTF8, type);
                return await _client.PostAsync(new Uri(path, UriKind.Relative), content, token);
            },
            cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.Accepted => text,
            _ => throw new DemoDataException($"{path} answered {(int)answer.StatusCode}: {text}"),
        };
    }

    // A queue on the developer's machine becomes slow when it is long.
    private async Task KeepShortAsync(CancellationToken cancellationToken)
    {
        while (await _waiting(cancellationToken) > MaxWaiting)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), _time, cancellationToken);
        }
    }

    private async Task DrainAsync(string what, CancellationToken cancellationToken)
    {
        // One message may make another just after it was counted as done.
        var progress = new DrainProgress();
        for (var quiet = 0; quiet < 3;)
        {
            var left = await _waiting(cancellationToken);
            quiet = left == 0 ? quiet + 1 : 0;
            _progress.Show(what, progress.Share(left));
            await Task.Delay(TimeSpan.FromMilliseconds(300), _time, cancellationToken);
        }

        _progress.End(what);
    }
}
