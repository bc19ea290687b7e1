namespace Pipeline.Problems;

/// <summary>One fault of some input.</summary>
/// <param name="Code">Low-cardinality code for counting, for example <c>malformed</c>, <c>too_large</c>, <c>missing</c>, <c>invalid</c>,
/// <c>junk_email</c>.</param>
/// <param name="Field">The field at fault as it is named on the wire; empty for the input as a whole.</param>
/// <param name="Detail">What is wrong and what to do, one sentence.</param>
public readonly record struct Problem(string Code, string Field, string Detail)
{
    /// <summary>The input cannot be read at all.</summary>
    public const string Malformed = "malformed";

    /// <summary>Something is longer than its limit.</summary>
    public const string TooLarge = "too_large";

    /// <summary>A required field is absent.</summary>
    public const string Missing = "missing";

    /// <summary>A field has a wrong type or value.</summary>
    public const string Invalid = "invalid";

    /// <summary>An e-mail address that belongs to no lead: a role, test or own address.</summary>
    public const string JunkEmail = "junk_email";

    /// <summary>A robot filled the form's trap.</summary>
    public const string Honeypot = "honeypot";

    /// <summary>A form was sent sooner than a person could have filled it.</summary>
    public const string TooFast = "too_fast";

    /// <summary>A browser's page is on no configured site.</summary>
    public const string UnknownSite = "unknown_site";

    /// <summary>One visitor sent more events on one day than are stored.</summary>
    public const string Flood = "flood";

    /// <summary>A tracked link names a lead that does not exist.</summary>
    public const string UnknownCid = "unknown_cid";

    /// <summary>A queue message that failed its last try.</summary>
    public const string Poison = "poison";

    /// <summary>A body that ended before all of it had arrived.</summary>
    public static Problem BrokenOff { get; } = new(Malformed, string.Empty, "The body ended before all of it had arrived. Send it again.");

    /// <summary>A wrong type or value (<see cref="Invalid"/>) of a field.</summary>
    /// <param name="field">The field as it is named on the wire; in a document its JSON path, as in <c>$.rules[3].points</c>.</param>
    /// <param name="detail">What is wrong and what to do; goes on from the field's name.</param>
    public static Problem At(string field, string detail) => new(Invalid, field, detail);

    /// <summary><c>field: detail</c>, or the detail alone for the input as a whole.</summary>
    public override string ToString() => Field.Length == 0 ? Detail : $"{Field}: {Detail}";
}
