using Pipeline.Problems;

namespace Pipeline.Rejected;

/// <summary>Says in plain words why something was rejected and what to do.</summary>
public static class ReasonWords
{
    /// <summary>Every reason that there is.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        Problem.Malformed, Problem.TooLarge, Problem.Missing, Problem.Invalid, Problem.JunkEmail, Problem.Honeypot, Problem.TooFast,
        Problem.UnknownSite,
        Problem.Flood, Problem.UnknownCid, Problem.Poison,
    ];

    /// <summary>The words for a reason.</summary>
    /// <param name="reason">Code of the reason.</param>
    public static string Of(string reason) => reason switch
    {
        Problem.Malformed => "It could not be read at all. Repair the payload and replay it.",
        Problem.TooLarge => "It is longer than allowed. Shorten the payload and replay it.",
        Problem.Missing => "A required field is missing. Add it to the payload and replay it.",
        Problem.Invalid => "A field has a wrong value. Correct it in the payload and replay it.",
        Problem.JunkEmail => "The e-mail address is a test, role or own address, which belongs to no lead.",
        Problem.Honeypot => "A robot filled a field that people cannot see. Replay it only if a person sent it after all.",
        Problem.TooFast => "The form was sent sooner than a person could have filled it. Replay it only if a person sent it after all.",
        Problem.UnknownSite => "The page is on no configured site. Add the site to the settings and replay it.",
        Problem.Flood => "One visitor sent more events on one day than are stored; the further ones are only counted.",
        Problem.UnknownCid => "A tracked link named a lead that does not exist. It is replayed by itself as soon as the lead exists.",
        Problem.Poison => "Working on this message failed every time. Replay it when the cause is gone: it goes back to its queue.",
        _ => "It was refused; problems says why.",
    };
}
