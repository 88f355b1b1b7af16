// What libedit offers only through variadic functions and macros, one typed function per use.
#include <histedit.h>
#include <stddef.h>
#include <stdio.h>

/// POSIX has it in <wchar.h>, which hides it unless the whole program asks for X/Open.
int wcwidth(wchar_t character);

/// A function that a key can be bound to: takes the key, gives one of the CC_ codes.
typedef unsigned char (*mbm_el_command)(EditLine *, wint_t);
/// Reads one character: 1 and the character, 0 at the end of input, -1 and errno.
typedef int (*mbm_el_reader)(EditLine *, wchar_t *);
static inline FILE *_Nonnull mbm_stream(int on_standard_error) { return on_standard_error ? stderr : stdout; }

/// - sink: takes what libedit would draw; the terminal is asked for its modes and its size only.
static inline EditLine *_Nullable mbm_el_open(
    const char *_Nonnull program, FILE *_Nonnull sink, int on_standard_error) {
    return el_init_fd(program, stdin, sink, stderr, 0, on_standard_error ? 2 : 1, 2);
}

static inline void mbm_el_set_client(EditLine *_Nonnull el, void *_Nullable data) { el_set(el, EL_CLIENTDATA, data); }

static inline void *_Nullable mbm_el_client(EditLine *_Nonnull el) {
    void *data = NULL;
    return el_get(el, EL_CLIENTDATA, &data) == 0 ? data : NULL;
}

static inline void mbm_el_use_emacs_keys(EditLine *_Nonnull el) { el_set(el, EL_EDITOR, "emacs"); }

static inline int mbm_el_uses_vi_keys(EditLine *_Nonnull el) {
    const char *name = NULL;
    return el_get(el, EL_EDITOR, &name) == 0 && name != NULL && name[0] == 'v';
}

/// Whether the person edits at all (`edit off` in ~/.editrc, TERM=emacs).
static inline int mbm_el_edits(EditLine *_Nonnull el) {
    int enabled = 1;
    el_get(el, EL_EDITMODE, &enabled);
    return enabled;
}

/// Signals stay ours: libedit's own handlers send them on to the whole process group.
static inline void mbm_el_leave_signals(EditLine *_Nonnull el) { el_set(el, EL_SIGNAL, 0); }

/// Line ends come as they are sent while a line is edited: libedit swaps CR and LF, and CR LF in a paste could not be
/// told from two line ends.
static inline void mbm_el_keep_line_ends(EditLine *_Nonnull el) {
    el_set(el, EL_SETTY, "-d", "-icrnl", "-inlcr", NULL);
}

/// Makes libedit use a sequence of ours for one of the terminal's capabilities.
static inline void mbm_el_set_capability(
    EditLine *_Nonnull el, const char *_Nonnull name, const char *_Nonnull sequence) {
    el_set(el, EL_SETTC, name, sequence, NULL);
}

static inline char *_Nonnull mbm_el_no_prompt(EditLine *_Nonnull el) {
    static char empty[] = "";
    return empty;
}

/// libedit draws no prompt.
static inline void mbm_el_leave_prompt(EditLine *_Nonnull el) { el_set(el, EL_PROMPT, mbm_el_no_prompt); }

static inline void mbm_el_set_reader(EditLine *_Nonnull el, mbm_el_reader _Nonnull reader) {
    el_set(el, EL_GETCFN, reader);
}

static inline void mbm_el_add_command(
    EditLine *_Nonnull el, const char *_Nonnull name, const char *_Nonnull help, mbm_el_command _Nonnull command) {
    el_set(el, EL_ADDFN, name, help, command);
}

static inline void mbm_el_bind(EditLine *_Nonnull el, const char *_Nonnull key, const char *_Nonnull command) {
    el_set(el, EL_BIND, key, command, NULL);
}

/// Binds in vi's command mode.
static inline void mbm_el_bind_alternative(
    EditLine *_Nonnull el, const char *_Nonnull key, const char *_Nonnull command) {
    el_set(el, EL_BIND, "-a", key, command, NULL);
}

/// 1: the terminal as editing needs it; 0: as it was.
static inline void mbm_el_prepare_terminal(EditLine *_Nonnull el, int editing) { el_set(el, EL_PREP_TERM, editing); }

/// Does what a line of ~/.editrc says.
static inline void mbm_el_do(EditLine *_Nonnull el, const char *_Nonnull command) {
    Tokenizer *tokenizer = tok_init(NULL);
    int count = 0;
    const char **words = NULL;
    if (tokenizer == NULL) return;
    if (tok_str(tokenizer, command, &count, &words) == 0 && count > 0) el_parse(el, count, words);
    tok_end(tokenizer);
}

static inline void mbm_el_set_history(EditLine *_Nonnull el, History *_Nonnull entries) {
    el_set(el, EL_HIST, history, entries);
}

static inline void mbm_history_clear(History *_Nonnull entries, int limit) {
    HistEvent event;
    history(entries, &event, H_CLEAR);
    history(entries, &event, H_SETSIZE, limit);
}

static inline void mbm_history_enter(History *_Nonnull entries, const char *_Nonnull text) {
    HistEvent event;
    history(entries, &event, H_ENTER, text);
}

static inline void mbm_write(FILE *_Nonnull stream, const char *_Nonnull bytes, size_t count) {
    fwrite(bytes, 1, count, stream);
    fflush(stream);
}
