import TestSupport
import Testing

@testable import ModelFiles

@Suite struct ChatTemplateTests {
  private let smolLM2 = """
    {% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}\
    {{ '<|im_start|>system
    You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>
    ' }}{% endif %}{{'<|im_start|>' + message['role'] + '
    ' + message['content'] + '<|im_end|>' + '
    '}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
    ' }}{% endif %}
    """

  @Test func theDefaultSystemMessageComesFromTheTemplate() {
    let template = ChatTemplate(recognising: smolLM2)
    #expect(
      template
        == .chatML(
          defaultSystem: "You are a helpful AI assistant named SmolLM, trained by Hugging Face"))
    #expect(
      template.render(user: "Why is the sky blue?")
        == """
        <|im_start|>system
        You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>
        <|im_start|>user
        Why is the sky blue?<|im_end|>
        <|im_start|>assistant

        """)
    #expect(
      template.render(user: "Hi", system: "Be brief.")
        == """
        <|im_start|>system
        Be brief.<|im_end|>
        <|im_start|>user
        Hi<|im_end|>
        <|im_start|>assistant

        """)
  }

  @Test(arguments: [
    // Escaped newlines, double quotes, other spacing.
    #"""
    {%for message in messages%}{{"<|im_start|>"+message["role"]+"\n"+message["content"]+"<|im_end|>\n"}}{%endfor%}{%if add_generation_prompt%}{{"<|im_start|>assistant\n"}}{%endif%}
    """#,
    // Text outside the tags, statements on lines of their own.
    """
    {% for message in messages %}
    <|im_start|>{{ message['role'] }}
    {{ message['content'] }}<|im_end|>
    {% endfor %}
    {% if add_generation_prompt %}
    <|im_start|>assistant
    {% endif %}
    """,
    // Trimmed white space.
    #"""
    {%- for message in messages -%}
      {{- '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' -}}
    {%- endfor -%}
    {%- if add_generation_prompt -%}
      {{- '<|im_start|>assistant\n' -}}
    {%- endif -%}
    """#,
  ])
  func plainChatMLIsRecognisedInItsSpellings(_ source: String) {
    let template = ChatTemplate(recognising: source)
    #expect(template == .chatML(defaultSystem: nil))
    #expect(
      template.render(user: "Hi")
        == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
  }

  @Test(arguments: [
    "", "{{", "{% for message in messages %}",
    "{{ bos_token }}{% for message in messages %}{{ '[INST] ' + message['content'] }}{% endfor %}",
  ])
  func otherTemplatesLeaveThePromptAsItIs(_ source: String) {
    let template = ChatTemplate(recognising: source)
    #expect(template == .unrecognised)
    #expect(!template.isConversation)
    #expect(template.render(user: "Hi") == "Hi")
    #expect(template.render(user: "Hi", system: "Be brief.") == "Be brief.\n\nHi")
  }

  @Test func aModelWithoutATemplateHasNone() throws {
    var builder = GGUFBuilder()
    #expect(try ChatTemplate(file: GGUFFile(bytes: builder.bytes, name: "base")) == .none)
    builder.set("tokenizer.chat_template", 3)
    let file = try GGUFFile(bytes: builder.bytes, name: "bad")
    #expect(throws: GGUFError.self) { try ChatTemplate(file: file) }
  }
}
