/* Reads a calendar with libical: says what it refuses, and writes every date between two days as it understands them, overridden ones too. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

/* A part that is missing or stands twice, a value that it cannot read. */
static int refused(icalcomponent *component) {
  int count = 0;
  icalproperty *property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
  for (; property; property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
    printf("refused %s: %s\n", icalcomponent_kind_to_string(icalcomponent_isa(component)), icalproperty_get_xlicerror(property));
    count++;
  }
  icalcomponent *part = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
  for (; part; part = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
    count += refused(part);
  return count;
}

static char *text_of(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
  long length = ftell(file);
  char *text = malloc(length + 1);
  rewind(file);
  if (!text || fread(text, 1, length, file) != (size_t)length) return NULL;
  text[length] = 0;
  fclose(file);
  return text;
}

static void write_date(icalcomponent *entry, struct icaltime_span *span, void *data) {
  (void)data;
  printf("%s %lld %lld\n", icalcomponent_get_uid(entry), (long long)span->start, (long long)span->end);
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  icaltimetype from = icaltime_from_string(arguments[1]), until = icaltime_from_string(arguments[2]);
  char *text = text_of(arguments[3]);
  icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
  if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
    printf("refused: no calendar\n");
    return 1;
  }
  int sound = icalrestriction_check(calendar);
  int errors = refused(calendar);
  icalcomponent *entry = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
  for (; entry; entry = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
    if (!icalcomponent_get_first_property(entry, ICAL_RECURRENCEID_PROPERTY))
      icalcomponent_foreach_recurrence(entry, from, until, write_date, NULL);
  if (!sound) printf("refused: a restriction is broken\n");
  return !sound || errors;
}
