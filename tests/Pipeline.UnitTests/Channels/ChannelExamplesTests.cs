using Pipeline.Channels;
using Pipeline.Events;

namespace Pipeline.UnitTests.Channels;

public sealed class ChannelExamplesTests
{
    private const string Page = "www.shop.example";

    private static readonly VisitSource Previous = new()
    {
        Channel = ChannelNames.Affiliates,
        Source = "partner",
        Medium = "affiliate",
        Campaign = "autumn",
        Term = "t",
        Content = "c",
        ClickIdKind = "fbclid",
        RuleId = ChannelRuleIds.Affiliates,
        RulesVersion = "older",
    };

    private static readonly ChannelClassifier Classifier = new(ChannelRules.Default);

    [Theory]
    [InlineData("utm_source=google&utm_medium=organic", "https://www.google.com/", "Organic Search")]
    [InlineData("utm_source=brevo&utm_medium=newsletter", "", "E-mail")]
    [InlineData("fbclid=abc", "https://l.facebook.com/", "Organic Social")]
    [InlineData("", "https://www.dropbox.com/s/1", "Referral")]
    [InlineData("", "https://mail.google.com/", "E-mail")]
    [InlineData("", "https://chatgpt.com/", "AI Assistant")]
    [InlineData("utm_medium=qr&utm_source=fair", "", "Other Campaign")]
    [InlineData("", "https://www.paypal.com/checkoutnow", "Affiliates")]
    [InlineData("utm_source=Google&utm_medium=CPC", "", "Paid Search")]
    [InlineData("utm_source=bing&utm_medium=cpm", "", "Paid Search")]
    public void Classify_TheExamplesOfTheRules_GetTheirChannel(string query, string referrer, string channel)
    {
        Assert.Equal(channel, Classify(query, referrer).Channel);
    }

    [Theory]
    // own-referrer
    [InlineData("", "https://shop.example/a", "own-referrer", "Affiliates")]
    [InlineData("", "https://blog.shop.example/a", "own-referrer", "Affiliates")]
    [InlineData("", "https://blog.shop2.example/a", "referral", "Referral")]
    [InlineData("", "https://accounts.google.com/", "own-referrer", "Affiliates")]
    [InlineData("fbclid=1", "https://shop.example/a", "own-referrer", "Affiliates")]
    [InlineData("utm_source=acme", "https://shop.example/a", "other-campaign", "Other Campaign")]
    [InlineData("gclid=1", "https://www.paypal.com/", "click-id", "Paid Search")]
    // click-id
    [InlineData("gclid=1", "", "click-id", "Paid Search")]
    [InlineData("gbraid=1", "", "click-id", "Paid Search")]
    [InlineData("wbraid=1", "", "click-id", "Paid Search")]
    [InlineData("msclkid=1", "", "click-id", "Paid Search")]
    [InlineData("yclid=1", "", "click-id", "Paid Search")]
    [InlineData("dclid=1", "", "click-id", "Display")]
    [InlineData("ttclid=1", "", "click-id", "Paid Social")]
    [InlineData("twclid=1", "", "click-id", "Paid Social")]
    [InlineData("li_fat_id=1", "", "click-id", "Paid Social")]
    [InlineData("fbclid=1", "", "organic-social", "Organic Social")]
    [InlineData("fbclid=1", "https://www.shop.example/", "own-referrer", "Affiliates")]
    [InlineData("gad_source=1", "https://www.google.com/", "click-id", "Paid Search")]
    [InlineData("rdt_cid=1", "", "click-id", "Paid Social")]
    [InlineData("ScCid=1", "", "click-id", "Paid Social")]
    [InlineData("epik=1", "", "click-id", "Paid Social")]
    [InlineData("qclid=1", "", "click-id", "Paid Social")]
    [InlineData("tblci=1", "", "click-id", "Display")]
    [InlineData("dicbo=1", "", "click-id", "Display")]
    [InlineData("awc=1_2", "", "click-id", "Affiliates")]
    [InlineData("irclickid=1", "", "click-id", "Affiliates")]
    [InlineData("mc_cid=1&mc_eid=2", "", "click-id", "E-mail")]
    [InlineData("_hsmi=1&_hsenc=2", "", "click-id", "E-mail")]
    [InlineData("mkt_tok=1", "", "click-id", "E-mail")]
    [InlineData("", "https://googleads.g.doubleclick.net/pagead/ads", "ad-frame", "Display")]
    [InlineData("", "https://tpc.googlesyndication.com/", "ad-frame", "Display")]
    [InlineData("", "https://1234.safeframe.googlesyndication.com/", "ad-frame", "Display")]
    [InlineData("", "https://acdn.adnxs.com/", "ad-frame", "Display")]
    [InlineData("utm_source=taboola", "", "ad-frame", "Display")]
    [InlineData("utm_source=google&utm_medium=sea", "", "paid-search", "Paid Search")]
    [InlineData("utm_source=google&utm_medium=AdWords", "", "paid-search", "Paid Search")]
    [InlineData("utm_source=facebook&utm_medium=ads", "", "paid-social", "Paid Social")]
    [InlineData("utm_source=linkedin&utm_medium=sponsored", "", "paid-social", "Paid Social")]
    [InlineData("utm_source=fair&utm_medium=seas", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=fair&utm_medium=emailing", "", "email", "E-mail")]
    [InlineData("utm_source=fair&utm_medium=mailing", "", "email", "E-mail")]
    [InlineData("utm_source=fair&utm_medium=Mail", "", "email", "E-mail")]
    [InlineData("utm_source=courriel", "", "email", "E-mail")]
    [InlineData("utm_source=fair&utm_medium=mailbox", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=brevo", "", "webmail", "E-mail")]
    [InlineData("utm_source=mailchimp&utm_campaign=x", "", "webmail", "E-mail")]
    [InlineData("", "https://example.us1.list-manage.com/track/click", "webmail", "E-mail")]
    [InlineData("", "https://urldefense.com/v3/__https://x", "webmail", "E-mail")]
    [InlineData("", "https://eur01.safelinks.protection.outlook.com/?url=x", "webmail", "E-mail")]
    [InlineData("gclid=1&utm_source=google&utm_medium=organic", "", "organic-search", "Organic Search")]
    // cross-network
    [InlineData("utm_campaign=Spring-Cross-Network-1&utm_source=google&utm_medium=cpc", "", "cross-network", "Cross-network")]
    [InlineData("utm_campaign=crossnetwork&utm_source=google&utm_medium=cpc", "", "paid-search", "Paid Search")]
    // paid-shopping
    [InlineData("utm_source=idealo.de&utm_medium=cpc", "", "paid-shopping", "Paid Shopping")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=shop_all", "", "paid-shopping", "Paid Shopping")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=eShop", "", "paid-shopping", "Paid Shopping")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=xshopping", "", "paid-shopping", "Paid Shopping")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=workshop", "", "paid-search", "Paid Search")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=bishop-shop", "", "paid-shopping", "Paid Shopping")]
    // paid-search, paid-social, paid-video
    [InlineData("utm_source=adwords&utm_medium=ppc", "", "paid-search", "Paid Search")]
    [InlineData("utm_source=google&utm_medium=xppc", "", "organic-search", "Organic Search")]
    [InlineData("utm_source=www.google.de&utm_medium=paidsearch", "", "paid-search", "Paid Search")]
    [InlineData("utm_source=google&utm_medium=unpaid", "", "organic-search", "Organic Search")]
    [InlineData("utm_source=notgoogle.com&utm_medium=cpc", "", "paid-other", "Paid Other")]
    [InlineData("utm_source=FB&utm_medium=Paid_Social", "", "paid-social", "Paid Social")]
    [InlineData("utm_source=linkedin.com&utm_medium=retargeting", "", "paid-social", "Paid Social")]
    [InlineData("utm_source=facebook&utm_medium=retargetings", "", "organic-social", "Organic Social")]
    [InlineData("utm_source=youtube&utm_medium=cpv", "", "paid-video", "Paid Video")]
    [InlineData("utm_source=youtube&utm_medium=cpv", "https://www.google.com/", "paid-video", "Paid Video")]
    [InlineData("utm_source=mytube&utm_medium=cpv", "https://www.youtube.com/", "paid-other", "Paid Other")]
    // display, paid-other
    [InlineData("utm_source=criteo&utm_medium=display", "", "display", "Display")]
    [InlineData("utm_source=criteo&utm_medium=Banner", "", "display", "Display")]
    [InlineData("utm_source=criteo&utm_medium=cpm", "", "display", "Display")]
    [InlineData("utm_source=google&utm_medium=display", "", "display", "Display")]
    [InlineData("utm_source=criteo&utm_medium=displays", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=criteo&utm_medium=cpa", "", "paid-other", "Paid Other")]
    [InlineData("utm_medium=cpc", "https://www.google.com/", "paid-other", "Paid Other")]
    // organic-shopping, organic-social, organic-video
    [InlineData("", "https://www.amazon.co.uk/dp/1", "organic-shopping", "Organic Shopping")]
    [InlineData("utm_campaign=summer.shop", "", "organic-shopping", "Organic Shopping")]
    [InlineData("utm_campaign=workshop", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=agency&utm_medium=social network", "", "organic-social", "Organic Social")]
    [InlineData("utm_source=X&utm_medium=post", "", "organic-social", "Organic Social")]
    [InlineData("utm_source=agency&utm_medium=SM", "", "organic-social", "Organic Social")]
    [InlineData("utm_source=agency&utm_medium=socials", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=facebook&utm_medium=email", "", "organic-social", "Organic Social")]
    [InlineData("utm_source=agency&utm_medium=product_video", "", "organic-video", "Organic Video")]
    [InlineData("utm_source=agency&utm_medium=vide", "", "other-campaign", "Other Campaign")]
    // ai-assistant, webmail
    [InlineData("utm_source=chatgpt.com", "", "ai-assistant", "AI Assistant")]
    [InlineData("utm_source=agency&utm_medium=ai-assistant", "", "ai-assistant", "AI Assistant")]
    [InlineData("utm_source=agency&utm_medium=ai", "", "other-campaign", "Other Campaign")]
    [InlineData("", "https://gemini.google.com/app", "ai-assistant", "AI Assistant")]
    [InlineData("", "https://deref-gmx.net/x", "webmail", "E-mail")]
    [InlineData("", "android-app://com.google.android.gm/", "webmail", "E-mail")]
    [InlineData("", "https://docs.google.com/document", "referral", "Referral")]
    // organic-search
    [InlineData("", "https://www.google.co.uk/", "organic-search", "Organic Search")]
    [InlineData("", "https://google.cat", "organic-search", "Organic Search")]
    [InlineData("", "android-app://com.google.android.googlequicksearchbox/", "organic-search", "Organic Search")]
    [InlineData("utm_source=acme&utm_medium=Organic", "", "organic-search", "Organic Search")]
    [InlineData("utm_source=acme&utm_medium=organics", "", "other-campaign", "Other Campaign")]
    [InlineData("", "https://www.google.evil/", "referral", "Referral")]
    [InlineData("", "https://google.com.evil.test/", "referral", "Referral")]
    [InlineData("", "https://google.co.evil.de/", "referral", "Referral")]
    [InlineData("", "https://notgoogle.com/", "referral", "Referral")]
    // email
    [InlineData("utm_source=crm&utm_medium=email", "", "email", "E-mail")]
    [InlineData("utm_source=crm&utm_medium=E-Mail", "", "email", "E-mail")]
    [InlineData("utm_source=crm&utm_medium=e_mail", "", "email", "E-mail")]
    [InlineData("utm_source=crm&utm_medium=e mail", "", "email", "E-mail")]
    [InlineData("utm_source=E-MAIL", "", "email", "E-mail")]
    [InlineData("utm_source=weekly_newsletter&utm_medium=x", "", "email", "E-mail")]
    [InlineData("utm_source=crm&utm_medium=emaill", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=crm&utm_medium=newslette", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=crm&utm_medium=-", "", "other-campaign", "Other Campaign")]
    // affiliates, referral-medium, audio, sms, push
    [InlineData("utm_source=awin&utm_medium=Affiliate", "", "affiliates", "Affiliates")]
    [InlineData("utm_source=awin&utm_medium=affiliated", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=partner&utm_medium=referral", "", "referral-medium", "Referral")]
    [InlineData("utm_source=partner&utm_medium=app", "", "referral-medium", "Referral")]
    [InlineData("utm_source=partner&utm_medium=link", "", "referral-medium", "Referral")]
    [InlineData("utm_source=partner&utm_medium=links", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=podcast&utm_medium=audio", "", "audio", "Audio")]
    [InlineData("utm_source=podcast&utm_medium=audios", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=SMS", "", "sms", "SMS")]
    [InlineData("utm_source=acme&utm_medium=sms", "", "sms", "SMS")]
    [InlineData("utm_source=acme&utm_medium=smss", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_source=acme&utm_medium=webpush", "", "push", "Push")]
    [InlineData("utm_source=acme&utm_medium=mobile-app", "", "push", "Push")]
    [InlineData("utm_source=acme&utm_medium=notifications", "", "push", "Push")]
    [InlineData("utm_source=firebase", "", "push", "Push")]
    [InlineData("utm_source=acme&utm_medium=pushed", "", "other-campaign", "Other Campaign")]
    // other-campaign, referral, direct
    [InlineData("utm_id=7", "", "other-campaign", "Other Campaign")]
    [InlineData("utm_term=chair", "https://www.google.com/", "other-campaign", "Other Campaign")]
    [InlineData("ref=7&q=utm_source", "", "direct", "Direct")]
    [InlineData("ref=7&source=google&medium=cpc", "https://www.bing.com/", "organic-search", "Organic Search")]
    [InlineData("", "https://blog.example/", "referral", "Referral")]
    [InlineData("", "about:blank", "direct", "Direct")]
    [InlineData("", "", "direct", "Direct")]
    public void Classify_EveryRule_HitsAndMisses(string query, string referrer, string rule, string channel)
    {
        var source = Classify(query, referrer);

        Assert.Equal((rule, channel, "default-2"), (source.RuleId, source.Channel, source.RulesVersion));
    }

    [Theory]
    [InlineData("", "", "(direct)", "(none)")]
    [InlineData("", "https://www.google.fr/", "google", "organic")]
    [InlineData("", "https://l.facebook.com/", "facebook", "social")]
    [InlineData("", "https://t.co/x", "twitter", "social")]
    [InlineData("", "https://youtu.be/x", "youtube", "video")]
    [InlineData("", "https://www.amazon.de/", "amazon", "shopping")]
    [InlineData("", "https://chat.openai.com/", "chatgpt.com", "ai")]
    [InlineData("", "https://mail.google.com/", "gmail", "email")]
    [InlineData("", "https://WWW.Blog.example:8080/x", "blog.example", "referral")]
    [InlineData("", "https://bücher.example/", "xn--bcher-kva.example", "referral")]
    [InlineData("gclid=1", "https://www.google.com/", "google", "cpc")]
    [InlineData("msclkid=1", "", "bing", "cpc")]
    [InlineData("dclid=1", "", "google", "display")]
    [InlineData("li_fat_id=1", "", "linkedin", "cpc")]
    [InlineData("utm_source=Google&utm_medium=CPC", "", "Google", "CPC")]
    [InlineData("utm_source=google", "", "google", "organic")]
    [InlineData("utm_source=fair", "", "fair", "(not set)")]
    [InlineData("utm_campaign=x", "https://www.blog.example/", "blog.example", "(not set)")]
    [InlineData("utm_campaign=x", "https://shop.example/", "(direct)", "(not set)")]
    public void Classify_SourceAndMedium_AreTaggedOrImplied(string query, string referrer, string source, string medium)
    {
        var decision = Classify(query, referrer, previous: null);

        Assert.Equal((source, medium), (decision.Source, decision.Medium));
    }

    [Fact]
    public void Classify_ReturnFromAPaymentPage_KeepsEveryFieldOfThePreviousVisit()
    {
        var decision = Classify("", "https://www.paypal.com/");

        Assert.Equal(Previous with { RuleId = ChannelRuleIds.OwnReferrer, RulesVersion = "default-2" }, decision);
    }

    [Theory]
    [InlineData("https://www.paypal.com/")]
    [InlineData("https://www.shop.example/")]
    public void Classify_OwnReferrerWithoutPreviousVisit_IsDirect(string referrer)
    {
        var decision = Classify("", referrer, previous: null);

        Assert.Equal(
            (ChannelNames.Direct, "(direct)", "(none)", ChannelRuleIds.OwnReferrer),
            (decision.Channel, decision.Source, decision.Medium, decision.RuleId));
    }

    [Theory]
    [InlineData("https://own.example/", "own-referrer")]
    [InlineData("https://a.b.own.example/", "own-referrer")]
    [InlineData("https://notown.example/", "referral")]
    [InlineData("https://own.example.evil.test/", "referral")]
    [InlineData("https://pay.bank.example/", "own-referrer")]
    [InlineData("https://bank.example/", "referral")]
    [InlineData("https://www.search.example/", "organic-search")]
    [InlineData("https://www.bing.com/", "organic-video")]
    public void Classify_SettingsOfAnInstallation_AreFollowed(string referrer, string rule)
    {
        var classifier = new ChannelClassifier(new ChannelRules
        {
            RulesVersion = "ours-1",
            OwnSites = ["own.example"],
            ExcludedReferrers = ["pay.bank.example"],
            Additions = new SourceLists
            {
                Search = [new ListedSource { Name = "house search", Domains = ["search.example"] }],
                Video = [new ListedSource { Name = "bing video", Domains = ["bing.com"] }],
            },
        });

        var decision = classifier.Classify(null, referrer, Page, null);

        Assert.Equal((rule, "ours-1"), (decision.RuleId, decision.RulesVersion));
    }

    [Theory]
    [InlineData("https://blog.firma.example/", "www.shop.example", "own-referrer")]
    [InlineData("https://firma.example/", "www.shop.example", "own-referrer")]
    [InlineData("https://mine.github.io/", "www.shop.example", "own-referrer")]
    [InlineData("https://theirs.github.io/", "www.shop.example", "referral")]
    [InlineData("https://www.shop.example/", "blog.firma.example", "referral")]
    public void Classify_SitesThatCaptureKnows_AreOwn(string referrer, string page, string rule)
    {
        var classifier = new ChannelClassifier(ChannelRules.Default, ["www.firma.example", "mine.github.io"]);

        Assert.Equal(rule, classifier.Classify(null, referrer, page, Previous).RuleId);
        Assert.Equal(
            rule == "own-referrer" ? "partner" : HostName.WithoutWww(new Uri(referrer).Host).ToString(),
            classifier.Classify(null, referrer, page, Previous).Source);
    }

    [Fact]
    public void Classify_WordsOfADocument_ReplaceTheShippedOnes()
    {
        var classifier = new ChannelClassifier(
            new ChannelRules { RulesVersion = "ours-3", Words = new WordLists { Paid = ["werbung"], Email = ["rundbrief"] } });

        Assert.Equal("Paid Search", classifier.Classify(new() { Source = "google", Medium = "Werbung" }, null, Page, null).Channel);
        Assert.Equal("E-mail", classifier.Classify(new() { Source = "Rundbrief" }, null, Page, null).Channel);
        Assert.Equal("Organic Search", classifier.Classify(new() { Source = "google", Medium = "sea" }, null, Page, null).Channel);
        Assert.Equal("Paid Search", classifier.Classify(new() { Source = "google", Medium = "cpc" }, null, Page, null).Channel);
    }

    [Theory]
    [InlineData("gad_source=1&gclid=2", "gclid", "2")]
    [InlineData("fbclid=1&gad_source=2", "gad_source", "2")]
    [InlineData("mc_cid=1&fbclid=2", "mc_cid", "1")]
    [InlineData("mkt_tok=secret", "mkt_tok", null)]
    public void Campaign_TwoClickIds_TheOneThatSaysMoreIsKept(string query, string kind, string? value)
    {
        var campaign = PageAddress.Parse($"https://{Page}/?{query}")!.Campaign!;

        Assert.Equal((kind, value), (campaign.ClickIdKind, campaign.ClickId));
    }

    [Theory]
    [InlineData("https://www.google.com/")]
    [InlineData("https://www.some-blog.example/with/a/path?and=query")]
    public void Classify_AnUntaggedVisit_AllocatesLittle(string referrer)
    {
        _ = Classifier.Classify(null, referrer, Page, null);
        var before = GC.GetAllocatedBytesForCurrentThread();

        _ = Classifier.Classify(null, referrer, Page, null);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 250);
    }

    [Fact]
    public void Classify_AnotherOrder_IsFollowed()
    {
        var classifier = new ChannelClassifier(new ChannelRules
        {
            RulesVersion = "ours-2",
            Order = [ChannelRuleIds.Email, ChannelRuleIds.OrganicSocial, ChannelRuleIds.Direct],
        });

        Assert.Equal("E-mail", classifier.Classify(new() { Source = "facebook", Medium = "email" }, null, Page, null).Channel);
        Assert.Equal("Direct", classifier.Classify(null, "https://www.google.com/", Page, null).Channel);
    }

    private static VisitSource Classify(string query, string referrer) => Classify(query, referrer, Previous);

    private static VisitSource Classify(string query, string referrer, VisitSource? previous) =>
        Classifier.Classify(PageAddress.Parse("https://" + Page + "/?" + query)!.Campaign, referrer, Page, previous);
}
