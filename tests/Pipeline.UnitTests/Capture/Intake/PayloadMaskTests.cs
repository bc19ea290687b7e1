using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Capture.Intake;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Intake;

public sealed class PayloadMaskTests
{
    [Theory]
    [InlineData("""{"type":"x","url":"/p?email=ann"}""", """{"type":"x","url":"/p?email=masked"}""")]
    [InlineData("""{"url":"https:\/\/example.org\/?q=ann\u0040example.org"}""", """{"url":"https://example.org/?q=masked"}""")]
    [InlineData("""{"ref":"https://a.example/#access_token=t&x=1"}""", """{"ref":"https://a.example/#access_token=masked&x=1"}""")]
    [InlineData("""{"ref":"https://a.example/#/login?token=t"}""", """{"ref":"https://a.example/#/login?token=masked"}""")]
    [InlineData("""{"props":{"href":"https://a.example/?token=t","url":"?token=t"}}""", """{"props":{"href":"https://a.example/?token=masked","url":"?token=t"}}""")]
    [InlineData("""{"fields":{"url":"?token=t"},"url":"?token=t"}""", """{"fields":{"url":"?token=t"},"url":"?token=masked"}""")]
    [InlineData("""{"email":"ann@example.org","title":"ann@example.org"}""", """{"email":"ann@example.org","title":"ann@example.org"}""")]
    [InlineData("""{ "url" : "https://example.org/?a=1" , "x":[1, 2]}""", """{ "url" : "https://example.org/?a=1" , "x":[1, 2]}""")]
    [InlineData("""[{"url":"?token=a"},{"url":"?token=b"}]""", """[{"url":"?token=masked"},{"url":"?token=masked"}]""")]
    public void OfEvents_JSON_ChangesItsPageAddressesAlone(string given, string expected) => Assert.Equal(expected, Events(given));

    [Theory]
    [InlineData("""{"url":"?token=a","ref":"https://example.org/?token=b&q=1""", """{"url":"?token=masked","ref":"https://example.org/?token=masked&q=1""")]
    [InlineData("""{"ref":"https:\/\/example.org\/?q=ann\u0040example.org\u0026x=1","email":"ann@example.org",""", """{"ref":"https://example.org/?q=masked&x=1","email":"ann@example.org",""")]
    [InlineData("nonsense https://example.org/ann@example.org/ and /p?email=ann&x=1 end", "nonsense https://example.org/masked/ and /p?email=masked&x=1 end")]
    [InlineData("email=ann%40example.org&_url=https%3A%2F%2Fa.example%2F%3Ftoken%3Dt&x=1", "email=ann%40example.org&_url=https%3A%2F%2Fa.example%2F%3Ftoken%3Dmasked&x=1")]
    public void OfEvents_WhatIsNoJSON_IsMaskedByItsLook(string given, string expected) => Assert.Equal(expected, Events(given));

    [Theory]
    [InlineData("""{"_url":"https://a.example/?email=ann","_ref":"?token=t"}""", """{"_url":"https://a.example/?email=masked","_ref":"?token=masked"}""")]
    [InlineData("""{"url":"https://a.example/?email=ann"}""", """{"url":"https://a.example/?email=ann"}""")]
    public void OfForm_ChangesWhereTheFormWasAlone(string given, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(PayloadMask.OfForm(Encoding.UTF8.GetBytes(given))));

    [Theory]
    [InlineData("", "")]
    [InlineData("?url=nonsense&title=A+b", "?url=nonsense&title=A+b")]
    [InlineData("?url=%2Fp%3Femail%3Dann+x&id=1", "?url=%2Fp%3Femail%3Dmasked&id=1")]
    [InlineData("?title=ann@example.org&token=t&ann@example.org", "?title=ann@example.org&token=masked&masked")]
    [InlineData("url=%zz&ref=%zz%40", "url=%zz&ref=%zz%40")]
    public void OfQuery_ChangesAddressesAndWhatShouldNotBeThere(string given, string expected) =>
        Assert.Equal(expected, PayloadMask.OfQuery(given));

    [Fact]
    public void Of_AnyText_NeverThrows_AndTwiceIsOnce() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSize.Of(500)), Prop.ForAll(Texts(), text =>
        {
            _ = Events(text);
            _ = Events($"{{\"url\":\"https://a.example/?{text}\"}}");
            var (once, query) = (Events($"{{\"url\":{JsonSerializer.Serialize(text)}}}"), PayloadMask.OfQuery(text));
            return Events(once) == once && PayloadMask.OfQuery(query) == query;
        }));

    private static Arbitrary<string> Texts() => Gen.Elements(
        "{", "}", "\"", "\\", "\\/", "\\u0040", "\\u0022", "\\ud800", "https://", "ann@example.org", "%40", "?", "#", "&", "=", "token=", "/", " ",
        "url", ":", "https%3A%2F%2F", "a", "é", "+", "%zz").ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

    private static string Events(string payload) => Encoding.UTF8.GetString(PayloadMask.OfEvents(Encoding.UTF8.GetBytes(payload)));
}
