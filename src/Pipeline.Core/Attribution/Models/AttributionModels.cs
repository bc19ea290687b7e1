using System.Collections.Frozen;

namespace Pipeline.Attribution.Models;

/// <summary>Names of all models, and those that split one journey at a time.</summary>
public static class AttributionModels
{
    /// <summary>First touch.</summary>
    public const string First = "first";

    /// <summary>Last touch.</summary>
    public const string Last = "last";

    /// <summary>Last touch that is not Direct.</summary>
    public const string LastNonDirect = "last-non-direct";

    /// <summary>Touch at lead creation.</summary>
    public const string LeadCreation = "lead-creation";

    /// <summary>Every touch alike.</summary>
    public const string Linear = "linear";

    /// <summary>Position based, 40/20/40.</summary>
    public const string Position = "position";

    /// <summary>U-shaped, 40/40/20.</summary>
    public const string UShaped = "u-shaped";

    /// <summary>W-shaped, 30/30/30/10.</summary>
    public const string WShaped = "w-shaped";

    /// <summary>Full path, four times 22.5 and 10.</summary>
    public const string FullPath = "full-path";

    /// <summary>Time decay.</summary>
    public const string TimeDecay = "time-decay";

    /// <summary>Markov removal effect, by channel: <see cref="MarkovRemoval"/>.</summary>
    public const string Markov = "markov";

    /// <summary>Shapley value, by channel: <see cref="ShapleyValue"/>.</summary>
    public const string Shapley = "shapley";

    /// <summary>The models that split one journey at a time, in the order in which reports show them.</summary>
    public static IReadOnlyList<IAttributionModel> PerJourney { get; } =
    [
        new FirstTouchModel(),
        new LastTouchModel(),
        new LastNonDirectModel(),
        new LeadCreationModel(),
        new LinearModel(),
        new PositionBasedModel(),
        new UShapedModel(),
        new WShapedModel(),
        new FullPathModel(),
        new TimeDecayModel(),
    ];

    /// <summary>The same models by name.</summary>
    public static FrozenDictionary<string, IAttributionModel> ByName { get; } =
        PerJourney.ToFrozenDictionary(model => model.Name, StringComparer.Ordinal);

    /// <summary>Names of all models, those by channel last.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. PerJourney.Select(model => model.Name), Markov, Shapley];
}
