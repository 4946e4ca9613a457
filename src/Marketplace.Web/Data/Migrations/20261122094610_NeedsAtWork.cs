using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class NeedsAtWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "drive_id",
                table: "needs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "needs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "phone_bucket",
                table: "needs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "phone_proven",
                table: "needs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateOnly>(
                name: "reminded_for",
                table: "needs",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "solved_by",
                table: "needs",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "solved_with",
                table: "needs",
                type: "character varying(12)",
                maxLength: 12,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "drives",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    notice = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: false),
                    scope = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    deadline = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    targets = table.Column<string>(type: "jsonb", nullable: false),
                    reminded = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drives", x => x.id);
                    table.ForeignKey(
                        name: "fk_drives_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "kept_needs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    fields = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kept_needs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "need_consents",
                columns: table => new
                {
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    how = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_consents", x => x.need_id);
                    table.ForeignKey(
                        name: "fk_need_consents_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_needs_drive_id_state",
                table: "needs",
                columns: new[] { "drive_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_person_id_state",
                table: "needs",
                columns: new[] { "person_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_phone_bucket",
                table: "needs",
                column: "phone_bucket",
                filter: "phone_bucket is not null");

            migrationBuilder.CreateIndex(
                name: "ix_drives_bureau_id",
                table: "drives",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_drives_region_path",
                table: "drives",
                column: "region_path");

            migrationBuilder.CreateIndex(
                name: "ix_drives_state_deadline",
                table: "drives",
                columns: new[] { "state", "deadline" });

            migrationBuilder.CreateIndex(
                name: "ix_kept_needs_at",
                table: "kept_needs",
                column: "at");

            migrationBuilder.AddForeignKey(
                name: "fk_needs_drives_drive_id",
                table: "needs",
                column: "drive_id",
                principalTable: "drives",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_needs_drives_drive_id",
                table: "needs");

            migrationBuilder.DropTable(
                name: "drives");

            migrationBuilder.DropTable(
                name: "kept_needs");

            migrationBuilder.DropTable(
                name: "need_consents");

            migrationBuilder.DropIndex(
                name: "ix_needs_drive_id_state",
                table: "needs");

            migrationBuilder.DropIndex(
                name: "ix_needs_person_id_state",
                table: "needs");

            migrationBuilder.DropIndex(
                name: "ix_needs_phone_bucket",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "drive_id",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "phone_bucket",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "phone_proven",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "reminded_for",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "solved_by",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "solved_with",
                table: "needs");
        }
    }
}
