using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture.Forms;

// What the pages after a form say, in the languages that there are.
internal sealed record FormTexts
{
    private static readonly FormTexts English = new()
    {
        Language = "en",
        ThankYou = "Thank you",
        Received = "We have received your details.",
        BackToPage = "Back to the page",
        Check = "Please check the form",
        NotSent = "Your details were not sent, because:",
        BackToForm = "Back to the form",
        UseBack = "Use your browser’s back button to return to the page.",
        TryAgain = "Please try again",
        NothingIsLost = "Your details could not be saved just now. Nothing is lost: send them again with this button.",
        SendAgain = "Send again",
        Marked = "Visits of this browser are not counted from now on, for 13 months.",
        Unmarked = "Visits of this browser are counted again.",
        FaultOf = problem => problem.Code == Problem.Malformed || problem.Field == "email" ? problem.Detail : problem.ToString(),
    };

    private static readonly FormTexts French = new()
    {
        Language = "fr",
        ThankYou = "Merci",
        Received = "Nous avons bien reçu vos coordonnées.",
        BackToPage = "Retour à la page",
        Check = "Veuillez vérifier le formulaire",
        NotSent = "Vos coordonnées n’ont pas été envoyées\u00a0:",
        BackToForm = "Retour au formulaire",
        UseBack = "Utilisez le bouton «\u00a0Précédent\u00a0» de votre navigateur pour revenir à la page.",
        TryAgain = "Veuillez réessayer",
        NothingIsLost = "Vos coordonnées n’ont pas pu être enregistrées pour l’instant. Rien n’est perdu\u00a0: renvoyez-les avec ce "
            + "bouton.",
        SendAgain = "Renvoyer",
        Marked = "Les visites de ce navigateur ne sont plus comptées, pendant 13 mois.",
        Unmarked = "Les visites de ce navigateur sont de nouveau comptées.",
        FaultOf = problem => (problem.Code, problem.Field) switch
        {
            (Problem.Missing, "email") => "Une adresse e-mail est nécessaire.",
            (Problem.Invalid, "email") => "L’adresse e-mail n’est pas valable\u00a0; écrivez-la comme nom@exemple.fr.",
            (Problem.JunkEmail, _) => "Cette adresse ne peut pas être prise en compte\u00a0; indiquez votre adresse personnelle.",
            (Problem.TooLarge, _) => "Le formulaire est trop long\u00a0; envoyez-en moins à la fois.",
            (Problem.UnknownSite, _) => "La page de ce formulaire n’est pas connue.",
            (Problem.Invalid or Problem.Missing, { Length: > 0 } field) => $"Le champ «\u00a0{field}\u00a0» n’est pas valable.",
            _ => "Le formulaire n’est pas arrivé en entier\u00a0; envoyez-le encore une fois.",
        },
    };

    public required string Language { get; init; }

    public required string ThankYou { get; init; }

    public required string Received { get; init; }

    public required string BackToPage { get; init; }

    public required string Check { get; init; }

    public required string NotSent { get; init; }

    public required string BackToForm { get; init; }

    public required string UseBack { get; init; }

    public required string TryAgain { get; init; }

    public required string NothingIsLost { get; init; }

    public required string SendAgain { get; init; }

    public required string Marked { get; init; }

    public required string Unmarked { get; init; }

    public required Func<Problem, string> FaultOf { get; init; }

    // The best liked of the languages that there are; English for who likes none of them.
    public static FormTexts For(StringValues acceptLanguage)
    {
        _ = StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var liked);
        return (liked ?? []).Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => Find(language.Value))
            .FirstOrDefault(texts => texts is not null) ?? English;
    }

    private static FormTexts? Find(StringSegment language)
    {
        var end = language.IndexOf('-');
        var primary = (end < 0 ? language : language.Subsegment(0, end)).Value ?? "";
        return Array.Find([English, French], texts => texts.Language.Equals(primary, StringComparison.OrdinalIgnoreCase));
    }
}
