using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.Testing.Worlds;

/// <summary>
/// Makes worlds: visitors, shared devices, several e-mails, late events, retries with other corrected times. Same seed, same world.
/// </summary>
public sealed class WorldGenerator
{
    private static readonly DateTimeOffset Origin = new(2026, 3, 20, 6, 0, 0, TimeSpan.Zero);
    private static readonly string[] Pages = ["/", "/pricing", "/product/a", "/customers", "/demo", "/blog/x", "/jobs"];
    private static readonly string[] Sources = ["twitter", "google", "newsletter", "partner"];
    private static readonly string[] Stages = ["SQL", "Opportunity", "Won", "Won", "Lost", "MQL", "Lead", "Recycled", "Pilot"];
    private static readonly string?[] Referrers =
    [
        null, null, "https://www.google.com/", "https://t.co/x", "https://example.org/", "https://blog.example/post"
    ];

    private readonly Random _random;
    private readonly int _seed;
    private readonly int _days;
    private readonly string[] _emails;
    private readonly List<CapturedEvent> _sent = [];
    private int _ids;

    private WorldGenerator(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _days = _random.Next(10) == 0 ? _random.Next(30, 50) : _random.Next(1, 7);
        _emails = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(i => $"person{i}@example.org")];
    }

    /// <summary>Makes the world of a seed.</summary>
    public static World Make(int seed) => new WorldGenerator(seed).Make();

    /// <summary>A seed whose world lasts few days: the n-th one.</summary>
    public static int ShortSeed(int n)
    {
        var seed = 0;
        for (var found = -1; found < n; seed++)
        {
            found += new WorldGenerator(seed)._days <= 2 && seed % 20 != 0 ? 1 : 0;
        }

        return seed - 1;
    }

    private World Make()
    {
        for (var visitor = _random.Next(1, 5); visitor > 0; visitor--)
        {
            AddVisitor(FactKey.Of($"visitor {_seed} {visitor}"));
        }

        for (var events = _random.Next(3); events > 0; events--)
        {
            var at = Moment();
            _sent.Add(Event(EventType.Custom, null, at) with { Email = Email(), Name = "webinar" });
        }

        var sent = WorldClaims.Vary(_sent, _seed);
        _sent.Clear();
        _sent.AddRange(sent);
        for (var retries = _random.Next(1 + (_sent.Count / 4)); retries > 0; retries--)
        {
            _sent.Add(Retry(_sent[_random.Next(_sent.Count)]));
        }

        AddCorrections();
        var uploads = MakeUploads();
        var clicks = MakeClicks();
        var world = new World
        {
            Seed = _seed,
            Start = Origin.AddDays(-1),
            End = _sent.Concat(clicks)
                .Select(captured => captured.ReceivedAt)
                .Concat(uploads.Select(upload => upload.At))
                .Max() + TimeSpan.FromMinutes(_random.Next(1, 600)),
            Sent = _sent,
            Clicks = clicks,
            Uploads = uploads,
        };
        return WorldActions.Add(world with { Rules = WorldRules.Make(_seed, world.Start, world.End) }, _emails);
    }

    // Fills that name another one as mistyped: many can correct it, some come before it, are of another form, or name nothing. By numbers
    // of their own, so that what the seeds gave before stays as it was.
    private void AddCorrections()
    {
        var random = new Random(_seed ^ 0x5EED);
        foreach (var fills in _sent.Where(sent => sent is { Type: EventType.Form, VisitorId: not null }).ToLookup(sent => sent.VisitorId))
        {
            var ids = fills.Select(fill => fill.Id).Distinct().ToList();
            foreach (var id in ids.Where(_ => random.Next(3) == 0))
            {
                var mistyped = random.Next(8) == 0 ? "unknown" : ids[random.Next(ids.Count)];
                for (var i = 0; i < _sent.Count; i++)
                {
                    if (_sent[i].Id == id && _sent[i].Type == EventType.Form && random.Next(6) > 0)
                    {
                        _sent[i] = _sent[i] with { Corrects = mistyped };
                    }
                }
            }
        }
    }

    // Last, so that what the seeds gave before stays as it was. Some files come late: they show a moment before others that came sooner.
    private List<WorldUpload> MakeUploads()
    {
        var uploads = new List<WorldUpload>();
        var at = Origin;
        for (var n = _random.Next(5); n > 0; n--)
        {
            at += TimeSpan.FromMinutes(_random.Next(0, _days * 24 * 60 / 3));
            var upload = new WorldUpload(at, _random.Next(3) == 0, [])
            {
                AsOf = _random.Next(4) == 0 ? Milliseconds(Origin + ((at - Origin) * _random.NextDouble())) : null,
            };
            upload = upload with
            {
                Rows = [.. Enumerable.Range(0, _random.Next(1, 7)).Select(_ => upload.IsTouches ? TouchRow() : CrmRow(n, upload.SaidAt))],
            };
            if (!upload.IsTouches)
            {
                WorldRows.TellApart(upload.Rows);
            }

            uploads.Add(upload);
            if (_random.Next(4) == 0)
            {
                // The same file again, before anything else.
                at += TimeSpan.FromMinutes(1);
                uploads.Add(uploads[^1] with { At = at });
            }
        }

        return uploads;
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    // In e-mails to leads; some are sent before anything else says that the lead exists.
    private List<CapturedEvent> MakeClicks()
    {
        var clicks = new List<CapturedEvent>();
        string[] people = [.. _emails, "upload@example.org", "new@example.org", "nobody@example.org"];
        for (var n = _random.Next(2) * _random.Next(5); n > 0; n--)
        {
            clicks.Add(Event(EventType.Click, null, Moment()) with
            {
                LeadId = PipelineBed.LeadIds.Of(people[_random.Next(people.Length)]),
                Campaign = new CampaignParameters { Source = "letter", Medium = "email" },
                Props = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["link"] = $"link{_random.Next(2)}" },
            });
            if (_random.Next(3) == 0)
            {
                clicks.Add(Retry(clicks[^1]));
            }
        }

        return clicks;
    }

    private SortedDictionary<string, string> CrmRow(int upload, DateTimeOffset saidAt)
    {
        var row = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["email"] = UploadEmail(),
            ["stage"] = Stages[_random.Next(WorldRules.HasPilot(_seed) ? Stages.Length : Stages.Length - 1)],
            ["reason"] = $"upload {upload}",
        };
        AddDates(row, saidAt);
        if (_random.Next(3) > 0)
        {
            row["opportunity"] = $"deal {_random.Next(2)}";
        }

        if (_random.Next(2) == 0)
        {
            row["amount"] = $"{_random.Next(-3, 10) * 100}.{_random.Next(10, 100)}";
        }

        if (_random.Next(7) == 0)
        {
            row["remove"] = "yes";
        }

        return row;
    }

    // What is won or lost has its date behind it; an open stage may have one to come, that of a forecast, or none.
    private void AddDates(SortedDictionary<string, string> row, DateTimeOffset saidAt)
    {
        if (WorldRows.IsClosing(row["stage"]))
        {
            var moment = Moment();
            moment = moment <= saidAt ? moment : Origin.AddDays(-1) + ((saidAt - Origin.AddDays(-1)) * _random.NextDouble());
            row[row["stage"] != "Pilot" && _random.Next(3) == 0 ? "closeDate" : "date"] = Date(Milliseconds(moment));
            return;
        }

        if (_random.Next(4) > 0)
        {
            row["date"] = Date(Moment());
        }

        if (_random.Next(4) == 0)
        {
            row["closeDate"] = Date(Moment());
        }
    }

    private SortedDictionary<string, string> TouchRow()
    {
        var row = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["email"] = UploadEmail(),
            ["date"] = Date(Moment()),
            ["name"] = $"fair {_random.Next(3)}",
        };
        if (_random.Next(2) == 0)
        {
            row["id"] = $"touch {_random.Next(3)}";
            row["note"] = "edited";
        }

        if (_random.Next(3) == 0)
        {
            row["channel"] = "Trade fair";
        }

        return row;
    }

    private string UploadEmail() => _random.Next(6) == 0 ? "upload@example.org" : Email();

    private string Date(DateTimeOffset moment) =>
        moment.ToString(
            _random.Next(2) == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private void AddVisitor(string visitorId)
    {
        var isTablet = _random.Next(4) == 0;
        for (var visit = _random.Next(1, 5); visit > 0; visit--)
        {
            var at = Moment();
            string? page = null;
            for (var events = _random.Next(1, 7); events > 0; events--)
            {
                at += Pause();
                var captured = Next(visitorId, at, page, isTablet);
                page = captured.Type == EventType.PageView ? captured.Id : page;
                _sent.Add(captured);
            }
        }
    }

    private CapturedEvent Next(string visitorId, DateTimeOffset at, string? page, bool isTablet) => _random.Next(isTablet ? 14 : 20) switch
    {
        0 or 1 or 2 => Event(EventType.Form, visitorId, at) with
        {
            Email = Email(),
            Form = _random.Next(2) == 0 ? "contact" : "newsletter",
            Fields = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["company"] = $"company {_random.Next(3)}" },
        },
        3 => Event(EventType.Identify, visitorId, at) with { Email = Email() },
        4 => Event(EventType.Custom, visitorId, at) with { Name = _random.Next(3) == 0 ? "unsubscribe" : "download" },
        5 => Event(EventType.Click, visitorId, at) with { Campaign = _random.Next(2) == 0 ? Campaign() : null },
        6 or 7 or 8 => Event(EventType.Engagement, visitorId, at) with
        {
            PageId = _random.Next(6) == 0 ? $"unknown-{_random.Next(3)}" : page,
            Seconds = _random.Next(120),
        },
        _ => Event(EventType.PageView, visitorId, at) with
        {
            Url = $"https://example.org{Pages[_random.Next(Pages.Length)]}",
            Referrer = Referrers[_random.Next(Referrers.Length)],
            Campaign = _random.Next(4) == 0 ? Campaign() : null,
            Automatic = _random.Next(15) == 0,
        },
    };

    private CapturedEvent Event(EventType type, string? visitorId, DateTimeOffset at) => Sample
        .Event(type, $"{_seed}-{_ids++:D3}", at, visitorId) with
    {
        ReceivedAt = at + TimeSpan.FromMilliseconds(_random.Next(3) == 0 ? _random.Next(3_600_000 * 20) : _random.Next(2000)),
    };

    // A client that sends again has another idea of its clock; now and then even the body differs.
    private CapturedEvent Retry(CapturedEvent first)
    {
        var retry = first with
        {
            OccurredAt = first.OccurredAt + TimeSpan.FromMilliseconds(_random.Next(4) switch
            {
                0 => _random.Next(-3, 4),
                1 => _random.Next(-3_600_000, 3_600_000),
                2 => 0,
                _ => _random.Next(-86_400_000, 86_400_000),
            }),
            ReceivedAt = first.ReceivedAt + TimeSpan.FromMilliseconds(_random.Next(5) == 0 ? 0 : _random.Next(-60_000, 600_000)),
        };
        retry = retry is { Email: not null, VisitorId: not null } && _random.Next(4) == 0 ? retry with { Email = Email() } : retry;
        return retry.Type == EventType.Form && retry.VisitorId is not null && _random.Next(8) == 0
            ? retry with { Type = EventType.Custom, Email = null, Form = null, Fields = null, Name = "download" }
            : retry;
    }

    private CampaignParameters Campaign() => new()
    {
        Source = Sources[_random.Next(Sources.Length)],
        Medium = _random.Next(2) == 0 ? "social" : "email",
        Campaign = _random.Next(3) == 0 ? null : $"c{_random.Next(3)}",
    };

    private string Email() => _emails[_random.Next(_emails.Length)];

    private DateTimeOffset Moment() =>
        Origin + TimeSpan.FromMilliseconds(_random.NextInt64((long)TimeSpan.FromDays(_days).TotalMilliseconds));

    private TimeSpan Pause() => _random.Next(8) switch
    {
        0 => TimeSpan.Zero,
        1 => TimeSpan.FromMinutes(30),
        2 => TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(1),
        3 => TimeSpan.FromHours(_random.Next(1, 26)),
        _ => TimeSpan.FromMilliseconds(_random.Next(1, 900_000)),
    };
}
